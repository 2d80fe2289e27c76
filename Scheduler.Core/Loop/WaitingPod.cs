using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Loop;

/// <summary>A pod that has its node and waits for Permit plugins to allow it.</summary>
public sealed class WaitingPod
{
    private readonly Dictionary<string, DateTimeOffset> pending;
    private readonly Action<Status> decided;
    private bool isDecided;

    /// <param name="pod">The pod.</param>
    /// <param name="nodeName">Its node.</param>
    /// <param name="pending">The plugins to wait for, and how long.</param>
    /// <param name="decided">Told once: all have allowed it, or one has rejected it.</param>
    internal WaitingPod(PodInfo pod, string nodeName, Dictionary<string, DateTimeOffset> pending, Action<Status> decided)
    {
        Pod = pod;
        NodeName = nodeName;
        this.pending = pending;
        this.decided = decided;
    }

    public PodInfo Pod { get; }

    public string NodeName { get; }

    /// <summary>The plugins that have not allowed it yet.</summary>
    public IReadOnlyCollection<string> PendingPlugins => pending.Keys;

    /// <summary>When the first of them runs out of time.</summary>
    public DateTimeOffset Deadline => pending.Values.DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    /// <summary>The plugin that rejected it, or empty.</summary>
    public string RejectedBy { get; private set; } = "";

    /// <summary>One plugin allows it; the last one lets it go on.</summary>
    public void Allow(string plugin)
    {
        pending.Remove(plugin);
        if (pending.Count == 0) Decide(Status.Success);
    }

    /// <summary>A plugin (or a preemption) rejects it.</summary>
    public void Reject(string plugin, string message)
    {
        if (!isDecided) RejectedBy = plugin;
        Decide(Status.Unschedulable(message));
    }

    internal void TimeOut(DateTimeOffset now)
    {
        foreach ((string plugin, DateTimeOffset deadline) in pending)
        {
            if (deadline > now) continue;
            Reject(plugin, $"timed out waiting on permit: plugin \"{plugin}\" did not answer");
            return;
        }
    }

    private void Decide(Status status)
    {
        if (isDecided) return;
        isDecided = true;
        decided(status);
    }
}
