using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <content>Tries what would happen on one node after another.</content>
public sealed partial class DefaultPreemption
{
    private readonly RowTrial rowTrial = new();
    private readonly AmountTrial amountTrial;

    // Of the last search.
    private readonly List<PreemptionCandidate> allCandidates = [];
    private readonly List<PreemptionCandidate> forExtenders = [];
    private readonly List<Failure> failures = [];
    private Candidate best = new();
    private Candidate current = new();
    private bool found;
    private int triedCount;
    private string? error;

    // Of the last trial.
    private readonly List<PodInfo> lowerPods = [];
    private readonly List<PodInfo> violating = [];
    private readonly List<PodInfo> others = [];

    /// <summary>Leaves the best candidate in <see cref="best"/>, or the reasons why there is none.</summary>
    private void FindCandidates(PodInfo pod, IFilterOutcome outcome)
    {
        Forget();
        order.Update();
        budgets.Update();
        rowTrial.Prepare(pod, outcome);
        bool onlyAmounts = !outcome.IsPlain && amountTrial.Prepare(pod, outcome);
        ReadOnlySpan<int> rows = order.Rows;
        int wanted = WantedCount(rows.Length);
        int violatingCount = 0, harmlessCount = 0;
        int start = (int)(outcome.Choice % (ulong)rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            bool enough = harmlessCount > 0 && harmlessCount + violatingCount >= wanted;
            if (enough && !outcome.Explain) return;
            int row = rows[start + i < rows.Length ? start + i : start + i - rows.Length];
            if (outcome.Code(row) != StatusCode.Unschedulable) continue;
            triedCount++;
            if (!Try(pod, row, outcome, onlyAmounts && amountTrial.CanTry(row) ? amountTrial : rowTrial)) continue;
            if (outcome.Explain) allCandidates.Add(current.Copy());
            if (enough) continue;
            if (current.PdbViolations == 0) harmlessCount++;
            else if (++violatingCount > wanted) continue;
            if (outcome.Extenders.Preempts) forExtenders.Add(current.Copy());
            if (!found || current.IsBetterThan(best)) (best, current) = (current, best);
            found = true;
        }
    }

    private void Forget()
    {
        allCandidates.Clear();
        forExtenders.Clear();
        failures.Clear();
        found = false;
        triedCount = 0;
        error = null;
    }

    /// <summary>How many candidates are enough.</summary>
    private int WantedCount(int nodes) => Math.Max(nodes * args.MinCandidateNodesPercentage / 100, args.MinCandidateNodesAbsolute);

    /// <summary>Whether it would help if pods left a row; if so, which, in <see cref="current"/>.</summary>
    private bool Try(PodInfo pod, int row, IFilterOutcome outcome, Trial trial)
    {
        if (!trial.Begin(row))
        {
            Fail(pod, outcome, -1, Verdict.Unresolvable());
            return false;
        }

        Verdict verdict = trial.Filter(out int plugin);
        if (verdict.IsPass) Reprieve(trial);
        trial.End();
        if (!verdict.IsPass)
        {
            Fail(pod, outcome, plugin, verdict);
            return false;
        }

        current.Row = row;
        current.Node = outcome.Nodes.Name(row);
        if (current.Victims.Count == 0) error ??= $"expected at least one victim pod on node \"{current.Node}\"";
        return current.Victims.Count > 0;
    }

    /// <summary>
    /// Brings back one pod after the other while the incoming one still fits: first those whose going breaks a budget, the important ones
    /// first. Who cannot come back is a victim.
    /// </summary>
    private void Reprieve(Trial trial)
    {
        lowerPods.Clear();
        violating.Clear();
        others.Clear();
        current.Victims.Clear();
        trial.CollectLower(lowerPods);
        lowerPods.Sort(Importance.Comparison);
        budgets.Split(lowerPods, violating, others);
        foreach (PodInfo lower in violating) BringBack(trial, lower);
        current.PdbViolations = current.Victims.Count;
        foreach (PodInfo lower in others) BringBack(trial, lower);
        if (violating.Count > 0) current.Victims.Sort(Importance.Comparison);
    }

    private void BringBack(Trial trial, PodInfo lower)
    {
        trial.Return(lower);
        if (trial.Filter(out _).IsPass) return;
        trial.Leave(lower);
        current.Victims.Add(lower);
    }

    /// <summary>Counts why a node is no candidate; plugin -1: nobody could leave it.</summary>
    private void Fail(PodInfo pod, IFilterOutcome outcome, int plugin, in Verdict verdict)
    {
        int i = failures.Count - 1;
        while (i >= 0 && !failures[i].Is(plugin, verdict)) i--;
        if (i >= 0)
        {
            failures[i] = failures[i] with { Count = failures[i].Count + 1 };
            return;
        }

        string[] reasons = plugin < 0 ? NoVictimsReason : outcome.Describe(pod, plugin, verdict);
        failures.Add(new(plugin, verdict, reasons, 1));
        if (verdict.Code == StatusCode.Error) error ??= string.Join(", ", reasons);
    }

    /// <summary>Why no node is a candidate: of nodes that were tried what the try came to, of the others that it does not help.</summary>
    private string FailureText(IFilterOutcome outcome)
    {
        List<RejectionGroup> groups = [.. failures.Select(failure => new RejectionGroup("", failure.Verdict.Code, failure.Reasons, failure.Count))];
        int untried = outcome.Nodes.Count - triedCount;
        if (untried > 0) groups.Add(new("", StatusCode.UnschedulableAndUnresolvable, NotHelpfulReason, untried));
        return FitError.Text(outcome.Nodes.Count, null, groups);
    }

    private readonly record struct Failure(int Plugin, Verdict Verdict, string[] Reasons, int Count)
    {
        public bool Is(int plugin, in Verdict verdict) =>
            Plugin == plugin && Verdict.Code == verdict.Code && Verdict.Detail == verdict.Detail && Verdict.Text == verdict.Text;
    }
}
