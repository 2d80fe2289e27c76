using Scheduler.Core.Objects;

namespace Scheduler.Bench.Replay;

/// <summary>Gives pods their priority as the API server does when they are created: a manifest written by hand only names its class.</summary>
/// <remarks>Pods of a real dump have <c>spec.priority</c> already; they stay as they are.</remarks>
public sealed class PodPriorities
{
    private static readonly PriorityClass[] BuiltIn =
    [
        new() { Metadata = new() { Name = "system-cluster-critical" }, Value = 2_000_000_000 },
        new() { Metadata = new() { Name = "system-node-critical" }, Value = 2_000_001_000 },
    ];

    private readonly Dictionary<string, PriorityClass> classes = new(StringComparer.Ordinal);
    private readonly PriorityClass? ofOthers;

    public PodPriorities(IReadOnlyList<PriorityClass> written)
    {
        foreach (PriorityClass one in (IEnumerable<PriorityClass>)[.. BuiltIn, .. written]) classes[one.Metadata.Name] = one;

        // Of several defaults the smallest counts.
        ofOthers = written.Where(one => one.GlobalDefault).MinBy(one => one.Value);
    }

    /// <summary>Pods so far whose class is not there.</summary>
    public int Unknown { get; private set; }

    /// <summary>The pod with its priority and preemption policy filled in where they are not written.</summary>
    public Pod Fill(Pod pod)
    {
        if (pod.Spec.Priority is not null) return pod;
        string name = pod.Spec.PriorityClassName;
        PriorityClass? found = name.Length == 0 ? ofOthers : classes.GetValueOrDefault(name);
        if (found is null)
        {
            if (name.Length > 0) Unknown++;
            return pod;
        }

        string policy = pod.Spec.PreemptionPolicy.Length > 0 ? pod.Spec.PreemptionPolicy : found.PreemptionPolicy;
        return pod with { Spec = pod.Spec with { Priority = found.Value, PriorityClassName = found.Metadata.Name, PreemptionPolicy = policy } };
    }
}
