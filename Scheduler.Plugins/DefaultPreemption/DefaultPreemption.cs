using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>Looks for a node on which a pod would fit if pods of lower priority left it (docs/semantics.md 4).</summary>
/// <remarks>
/// <para>Nodes are tried in the order of their names, from a place that follows from the run's seed and the pod, until there are enough
/// candidates. Among equal candidates the smallest name wins. So the result depends on nothing but cluster, pod, seed and arguments.</para>
/// <para>Nothing is deleted here: the result names the victims, and the host makes them go.</para>
/// </remarks>
public sealed partial class DefaultPreemption : IPreEnqueue, IPostFilter, IQueueingHints
{
    private const string Prefix = "preemption: ";
    private const string NotHelpful = "Preemption is not helpful for scheduling";
    private const string NoVictims = "No preemption victims found for incoming pod";

    private static readonly string[] NotHelpfulReason = [NotHelpful];
    private static readonly string[] NoVictimsReason = [NoVictims];

    private readonly Cluster cluster;
    private readonly DefaultPreemptionArgs args;
    private readonly NodeOrder order;
    private readonly DisruptionBudgets budgets;

    public DefaultPreemption(PluginContext context)
    {
        cluster = context.Cluster;
        args = context.Args as DefaultPreemptionArgs ?? new();
        order = new(cluster.Nodes);
        budgets = new(cluster.PodDisruptionBudgets);
        amountTrial = new(cluster);
    }

    /// <inheritdoc/>
    public string Name => "DefaultPreemption";

    /// <inheritdoc/>
    /// <remarks>What the filters read comes on top. Which of several nodes is chosen depends on the pod's key too; that none is does not.</remarks>
    public PodFields Reads => PodFields.Priority;

    /// <inheritdoc/>
    public Status PreEnqueue(PodInfo pod) =>
        cluster.Preemptions.IsUnderWay(pod) ? Status.Unresolvable("waiting for the preemption for this pod to be finished") : Status.Success;

    /// <inheritdoc/>
    public PostFilterResult PostFilter(PodInfo pod, IFilterOutcome outcome)
    {
        if (WhyNotEligible(pod, outcome) is { } reason) return new(Status.Unschedulable(Prefix + reason));
        FindCandidates(pod, outcome);
        if (found && outcome.Extenders.Preempts && AskExtenders(pod, outcome) is { } refusal) return new(refusal);
        if (found)
        {
            return new(Status.Success)
            {
                NominatedNode = best.Node,
                Victims = [.. best.Victims],
                Candidates = outcome.Explain ? [.. allCandidates] : null,
            };
        }

        // An error leaves the nomination as it is.
        Status status = error is null ? Status.Unschedulable(Prefix + FailureText(outcome)) : Status.Error(error);
        return new(status) { ClearsNomination = error is null, Candidates = outcome.Explain ? [] : null };
    }

    /// <summary>Null where the pod may preempt now.</summary>
    private string? WhyNotEligible(PodInfo pod, IFilterOutcome outcome)
    {
        if (pod.Pod.Spec.PreemptionPolicy == "Never") return "not eligible due to preemptionPolicy=Never.";
        string nominated = pod.Pod.Status.NominatedNodeName;
        int row = nominated.Length == 0 ? -1 : outcome.Nodes.RowOf(nominated);
        if (row < 0 || outcome.Code(row) == StatusCode.UnschedulableAndUnresolvable) return null;
        foreach (PodInfo other in outcome.Nodes.Pods(row))
            if (other.Priority < pod.Priority && IsBeingPreempted(other)) return "not eligible due to a terminating pod on the nominated node.";
        return null;
    }

    private static bool IsBeingPreempted(PodInfo pod)
    {
        if (!pod.IsTerminating) return false;
        PodCondition? condition = Array.Find(pod.Pod.Status.Conditions, item => item.Type == "DisruptionTarget");
        return condition is { Status: "True", Reason: "PreemptionByScheduler" };
    }
}
