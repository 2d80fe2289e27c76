namespace Scheduler.Core.Cache.Counters;

/// <summary>How many rows each domain id of a label has.</summary>
public sealed class DomainSizes
{
    private int[] rows = [];

    /// <summary>Number of domains with rows.</summary>
    public int DomainCount { get; private set; }

    /// <summary>Rows by domain id; ids beyond the end have none.</summary>
    public ReadOnlySpan<int> Rows => rows;

    public bool Has(int domain) => (uint)domain < (uint)rows.Length && rows[domain] > 0;

    public void Reset()
    {
        rows.AsSpan().Clear();
        DomainCount = 0;
    }

    public void AddRow(int domain)
    {
        if (domain >= rows.Length) Array.Resize(ref rows, Math.Max(domain + 1, rows.Length * 2));
        if (rows[domain]++ == 0) DomainCount++;
    }

    public void RemoveRow(int domain)
    {
        if (--rows[domain] == 0) DomainCount--;
    }
}
