using Scheduler.Core.Cache;

namespace Scheduler.Core.Queue;

/// <summary>A waiting pod with everything that the queue remembers about it. Only the queue writes.</summary>
public sealed class QueuedPod
{
    internal QueuedPod(PodInfo pod, long sequence, DateTimeOffset now)
    {
        Pod = pod;
        Sequence = sequence;
        Timestamp = now;
        Added = now;
    }

    /// <summary>The newest state of the pod.</summary>
    public PodInfo Pod { get; internal set; }

    public QueueState State { get; internal set; }

    /// <summary>When it came first.</summary>
    public DateTimeOffset Added { get; }

    /// <summary>When it came into the queue last; order among equals.</summary>
    public DateTimeOffset Timestamp { get; internal set; }

    /// <summary>Order of arrival: the last word where times are equal.</summary>
    public long Sequence { get; internal set; }

    /// <summary>Number of times that it was taken.</summary>
    public int Attempts { get; internal set; }

    /// <summary>When the last attempt began, as a timestamp of the loop's clock.</summary>
    public long AttemptBegan { get; internal set; }

    /// <summary>Attempts that ended without a node.</summary>
    public int UnschedulableCount { get; internal set; }

    /// <summary>Attempts in a row that ended in an error.</summary>
    public int ConsecutiveErrors { get; internal set; }

    /// <summary>The backoff lasts until this second; the default where there is none.</summary>
    public DateTimeOffset BackoffExpiry { get; internal set; }

    /// <summary>The plugins that rejected it last, and the one that holds a gated pod.</summary>
    public IReadOnlyList<string> Rejectors { get; internal set; } = [];

    /// <summary>Those of them that wait for something outside: their word moves the pod without backoff.</summary>
    public IReadOnlyList<string> PendingPlugins { get; internal set; } = [];

    /// <summary>The plugin that holds a gated pod: only events that it registered are looked at.</summary>
    public string GatingPlugin { get; internal set; } = "";

    /// <summary>Why it is gated, or empty.</summary>
    public string GateMessage { get; internal set; } = "";

    /// <summary>Where the events begin that came while it was in flight.</summary>
    internal long EventsSeen { get; set; }

    /// <summary>Position in the heap that it is in, or -1.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <inheritdoc/>
    public override string ToString() => $"{Pod.Key} {State}";
}
