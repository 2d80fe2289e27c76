namespace Scheduler.Core.Cache.Counters;

/// <summary>Which domains placed pods carry one affinity term in, and how.</summary>
public sealed class TermCounts
{
    internal TermCounts(AffinityTerm term, TopologyRows topology)
    {
        Term = term;
        Topology = topology;
    }

    public AffinityTerm Term { get; }

    /// <summary>The topology key of the term.</summary>
    public LabelColumn Column => Topology.Column;

    /// <summary>Pods that carry it as required anti-affinity.</summary>
    public Tally RequiredAntiAffinity { get; } = new();

    /// <summary>Pods that carry it as required affinity.</summary>
    public Tally RequiredAffinity { get; } = new();

    /// <summary>Weights of pods that prefer it, minus weights of those that prefer its opposite.</summary>
    public Tally PreferredWeight { get; } = new();

    /// <summary>Number of preferences behind <see cref="PreferredWeight"/>: tells no preference from preferences that cancel out.</summary>
    public Tally Preferences { get; } = new();

    internal TopologyRows Topology { get; }
}

/// <summary>A topology key of terms: the domain that each row is accounted to.</summary>
internal sealed class TopologyRows(LabelColumn column)
{
    private int[] domainOfRow = [];

    public LabelColumn Column => column;

    /// <summary>The accounted domain of a row; absent where it was never looked at.</summary>
    public int this[int row] => row < domainOfRow.Length ? domainOfRow[row] : LabelColumn.Absent;

    /// <summary>Accounts a row to its present domain.</summary>
    public void Read(int row)
    {
        int size = domainOfRow.Length;
        if (size <= row)
        {
            Array.Resize(ref domainOfRow, Math.Max(row + 1, size * 2));
            domainOfRow.AsSpan(size).Fill(LabelColumn.Absent);
        }

        domainOfRow[row] = column[row];
    }
}
