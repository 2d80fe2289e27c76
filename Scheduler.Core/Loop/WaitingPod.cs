using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Loop;

/// <summary>A pod that has its node and waits for Permit plugins to allow it.</summary>
public sealed class WaitingPod
{
    private readonly Dictionary<string, DateTimeOffset> pending;
    private readonly TaskCompletionSource<Status> verdict = new();

    internal WaitingPod(PodInfo pod, string nodeName, Dictionary<string, DateTimeOffset> pending)
    {
        Pod = pod;
        NodeName = nodeName;
        this.pending = pending;
    }

    public PodInfo Pod { get; }

    public string NodeName { get; }

    /// <summary>The plugins that have not allowed it yet.</summary>
    public IReadOnlyCollection<string> PendingPlugins => pending.Keys;

    /// <summary>When the first of them runs out of time.</summary>
    public DateTimeOffset Deadline => pending.Values.DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    /// <summary>The plugin that rejected it, or empty.</summary>
    public string RejectedBy { get; private set; } = "";

    internal Task<Status> Verdict => verdict.Task;

    /// <summary>One plugin allows it; the last one lets it go on.</summary>
    public void Allow(string plugin)
    {
        pending.Remove(plugin);
        if (pending.Count == 0) verdict.TrySetResult(Status.Success);
    }

    /// <summary>A plugin (or a preemption) rejects it.</summary>
    public void Reject(string plugin, string message)
    {
        RejectedBy = plugin;
        verdict.TrySetResult(Status.Unschedulable(message));
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
}
