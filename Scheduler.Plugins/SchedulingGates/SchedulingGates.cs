using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.SchedulingGates;

/// <summary>Holds pods back while they have scheduling gates (docs/semantics.md 3.17).</summary>
public sealed partial class SchedulingGates : IPreEnqueue, IQueueingHints
{
    /// <inheritdoc/>
    public string Name => "SchedulingGates";

    /// <inheritdoc/>
    public Status PreEnqueue(PodInfo pod)
    {
        string[] gates = pod.Pod.Spec.SchedulingGates;
        return gates.Length == 0 ? Status.Success : Status.Unresolvable($"waiting for scheduling gates: [{string.Join(' ', gates)}]");
    }
}
