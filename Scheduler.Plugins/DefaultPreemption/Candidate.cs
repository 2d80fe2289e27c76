using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>A node on which preemption would work. Used again for the next one, so that looking at many costs nothing.</summary>
internal sealed class Candidate
{
    public int Row { get; set; }

    public string Node { get; set; } = "";

    /// <summary>The pods that must go, most important first; at least one.</summary>
    public List<PodInfo> Victims { get; } = [];

    /// <summary>Victims whose going breaks a disruption budget.</summary>
    public int PdbViolations { get; set; }

    public static Candidate From(PreemptionCandidate confirmed)
    {
        Candidate candidate = new() { Row = confirmed.Row, Node = confirmed.Node, PdbViolations = confirmed.PdbViolations };
        candidate.Victims.AddRange(confirmed.Victims);
        candidate.Victims.Sort(Importance.Comparison);
        return candidate;
    }

    public PreemptionCandidate Copy() => new(Row, Node, [.. Victims], PdbViolations);

    /// <summary>True where this one does less harm: each rule only counts where all before it are equal (docs/semantics.md 4.6).</summary>
    public bool IsBetterThan(Candidate other)
    {
        PodInfo mine = Victims[0], its = other.Victims[0];
        if (PdbViolations != other.PdbViolations) return PdbViolations < other.PdbViolations;
        if (mine.Priority != its.Priority) return mine.Priority < its.Priority;
        if (PrioritySum != other.PrioritySum) return PrioritySum < other.PrioritySum;
        if (Victims.Count != other.Victims.Count) return Victims.Count < other.Victims.Count;

        // The first victim is the oldest of the most important ones. Later is better: they have done the least work.
        long start = Importance.StartOf(mine), itsStart = Importance.StartOf(its);
        return start != itsStart ? start > itsStart : string.CompareOrdinal(Node, other.Node) < 0;
    }

    /// <summary>Priorities are shifted to be positive, so that fewer victims of negative priority are better too.</summary>
    private long PrioritySum
    {
        get
        {
            long sum = 0;
            foreach (PodInfo victim in Victims) sum += victim.Priority + (1L << 31);
            return sum;
        }
    }
}
