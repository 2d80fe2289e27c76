using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>Which of two candidates does less harm: each rule only counts where all before it are equal (docs/semantics.md 4.6).</summary>
internal static class CandidateOrder
{
    public static bool IsBetter(PreemptionCandidate a, PreemptionCandidate b) => Compare(a, b) < 0;

    private static int Compare(PreemptionCandidate a, PreemptionCandidate b)
    {
        int result = a.PdbViolations.CompareTo(b.PdbViolations);
        if (result == 0) result = a.Victims[0].Priority.CompareTo(b.Victims[0].Priority);
        if (result == 0) result = PrioritySum(a).CompareTo(PrioritySum(b));
        if (result == 0) result = a.Victims.Length.CompareTo(b.Victims.Length);

        // Later is better: the most important victims have done the least work.
        if (result == 0) result = EarliestStart(b).CompareTo(EarliestStart(a));
        return result == 0 ? string.CompareOrdinal(a.Node, b.Node) : result;
    }

    /// <summary>Priorities are shifted to be positive, so that fewer victims of negative priority are better too.</summary>
    private static long PrioritySum(PreemptionCandidate candidate)
    {
        long sum = 0;
        foreach (PodInfo victim in candidate.Victims) sum += victim.Priority + (1L << 31);
        return sum;
    }

    /// <summary>When the first of the victims of highest priority started. Victims are sorted: it is the first one.</summary>
    private static long EarliestStart(PreemptionCandidate candidate) => Importance.StartOf(candidate.Victims[0]);
}
