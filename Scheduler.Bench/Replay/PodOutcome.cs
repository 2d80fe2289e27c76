using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Bench.Replay;

/// <summary>What a replay decided for one pod.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Kind">How its turn ended.</param>
/// <param name="Node">Its node, or empty.</param>
/// <param name="Score">Total of that node; 0 where it was the only feasible one.</param>
/// <param name="Message">Why it has no node, in kube-scheduler's words; empty for a placed pod.</param>
/// <param name="NodeBefore">Where it ran in the dump, or null.</param>
/// <param name="Preemption">Where room could be made, and who would have to go; null where there is no such node.</param>
public sealed record PodOutcome(PodInfo Pod, DecisionKind Kind, string Node, long Score, string Message, string? NodeBefore, PostFilterResult? Preemption)
{
    /// <summary>True where the pod asks for things that no plugin evaluates yet (resource claims).</summary>
    public bool IsNotFullyEvaluated => Pod.Pod.Spec.ResourceClaims.Length > 0;

    /// <summary>What the dump's own PodScheduled condition says; null where it says nothing.</summary>
    public string? MessageBefore
    {
        get
        {
            foreach (Core.Objects.PodCondition condition in Pod.Pod.Status.Conditions)
                if (condition is { Type: "PodScheduled", Status: "False" }) return condition.Message;
            return null;
        }
    }
}
