using System.Runtime.InteropServices;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <content>Tries what would happen on one node after another.</content>
public sealed partial class DefaultPreemption
{
    // Of the last search. A candidate is in the list that is chosen from only while the budget lasts.
    private readonly List<PreemptionCandidate> candidates = [];
    private readonly List<PreemptionCandidate> allCandidates = [];
    private readonly Dictionary<(int Plugin, StatusCode Code, ulong Detail, string? Text), RejectionGroup> failures = [];
    private int triedCount;
    private string? error;

    // Of the last dry run.
    private readonly List<PodInfo> lowerPods = [];
    private readonly List<PodInfo> violating = [];
    private readonly List<PodInfo> others = [];
    private readonly List<PodInfo> victims = [];

    private void FindCandidates(PodInfo pod, IFilterOutcome outcome)
    {
        order.Update();
        budgets.Update();
        candidates.Clear();
        allCandidates.Clear();
        failures.Clear();
        triedCount = 0;
        error = null;
        ReadOnlySpan<int> rows = order.Rows;
        int wanted = WantedCount(rows.Length);
        int violatingCount = 0, harmlessCount = 0;
        int start = (int)(outcome.Choice % (ulong)rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            bool enough = harmlessCount > 0 && harmlessCount + violatingCount >= wanted;
            if (enough && !outcome.Explain) return;
            int row = rows[(start + i) % rows.Length];
            if (outcome.Code(row) != StatusCode.Unschedulable) continue;
            triedCount++;
            if (Try(pod, row, outcome) is not { } candidate) continue;
            allCandidates.Add(candidate);
            if (enough) continue;
            if (candidate.PdbViolations == 0) harmlessCount++;
            else if (++violatingCount > wanted) continue;
            candidates.Add(candidate);
        }
    }

    /// <summary>How many candidates are enough.</summary>
    private int WantedCount(int nodes) => Math.Max(nodes * args.MinCandidateNodesPercentage / 100, args.MinCandidateNodesAbsolute);

    /// <summary>The pods that must leave a row, or null (and why) where it does not help. The row is as before afterwards.</summary>
    private PreemptionCandidate? Try(PodInfo pod, int row, IFilterOutcome outcome)
    {
        lowerPods.Clear();
        foreach (PodInfo other in outcome.Nodes.Pods(row))
            if (other.Priority < pod.Priority) lowerPods.Add(other);
        if (lowerPods.Count == 0)
        {
            Fail(pod, outcome, -1, Verdict.Unresolvable());
            return null;
        }

        foreach (PodInfo lower in lowerPods) outcome.RemovePod(pod, lower, row);
        Verdict verdict = outcome.Filter(pod, row, out int plugin);
        if (!verdict.IsPass)
        {
            for (int i = lowerPods.Count - 1; i >= 0; i--) outcome.AddPod(pod, lowerPods[i], row);
            Fail(pod, outcome, plugin, verdict);
            return null;
        }

        int violations = Reprieve(pod, row, outcome);
        foreach (PodInfo victim in victims) outcome.AddPod(pod, victim, row);
        if (victims.Count == 0) error ??= $"expected at least one victim pod on node \"{outcome.Nodes.Name(row)}\"";
        return victims.Count == 0 ? null : new(row, outcome.Nodes.Name(row), [.. victims], violations);
    }

    /// <summary>
    /// Brings back one pod after the other while the incoming one still fits: first those whose going breaks a budget, the important ones
    /// first. Leaves the victims off the row; returns how many of them break a budget.
    /// </summary>
    private int Reprieve(PodInfo pod, int row, IFilterOutcome outcome)
    {
        lowerPods.Sort(Importance.Order);
        violating.Clear();
        others.Clear();
        victims.Clear();
        budgets.Split(lowerPods, violating, others);
        foreach (PodInfo lower in violating) BringBack(lower);
        int violations = victims.Count;
        foreach (PodInfo lower in others) BringBack(lower);
        victims.Sort(Importance.Order);
        return violations;

        void BringBack(PodInfo lower)
        {
            outcome.AddPod(pod, lower, row);
            if (outcome.Filter(pod, row, out _).IsPass) return;
            outcome.RemovePod(pod, lower, row);
            victims.Add(lower);
        }
    }

    /// <summary>Counts why a node is no candidate; plugin -1: nobody could leave it.</summary>
    private void Fail(PodInfo pod, IFilterOutcome outcome, int plugin, in Verdict verdict)
    {
        ref RejectionGroup group = ref CollectionsMarshal.GetValueRefOrAddDefault(
            failures, (plugin, verdict.Code, verdict.Detail, verdict.Text), out bool known);
        string[] reasons = known ? group.Reasons : plugin < 0 ? NoVictimsReason : outcome.Describe(pod, plugin, verdict);
        group = new("", verdict.Code, reasons, known ? group.Count + 1 : 1);
        if (verdict.Code == StatusCode.Error) error ??= string.Join(", ", reasons);
    }

    /// <summary>Why no node is a candidate: of nodes that were tried what the try came to, of the others that it does not help.</summary>
    private string FailureText(IFilterOutcome outcome)
    {
        int untried = outcome.Nodes.Count - triedCount;
        List<RejectionGroup> groups = [.. failures.Values];
        if (untried > 0) groups.Add(new("", StatusCode.UnschedulableAndUnresolvable, NotHelpfulReason, untried));
        return FitError.Text(outcome.Nodes.Count, null, groups);
    }
}
