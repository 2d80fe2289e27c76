namespace Scheduler.Core.Cache;

/// <summary>Pods for which room is being made at this moment: their victims have been chosen but not all of them are deleted yet.</summary>
/// <remarks>Written by whoever carries preemptions out; the pods wait outside the queue meanwhile.</remarks>
public sealed class Preemptions
{
    private readonly HashSet<string> uids = new(StringComparer.Ordinal);

    public bool IsUnderWay(PodInfo pod) => uids.Contains(pod.Uid);

    public void Begin(PodInfo pod) => uids.Add(pod.Uid);

    public void End(PodInfo pod) => uids.Remove(pod.Uid);
}
