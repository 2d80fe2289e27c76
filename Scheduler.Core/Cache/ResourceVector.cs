namespace Scheduler.Core.Cache;

/// <summary>What a pod requests: resource ids with amounts (cpu in milli, the rest in units), sorted by id. Names asked for with zero are entries too.</summary>
public sealed class ResourceVector
{
    /// <summary>Nothing.</summary>
    public static readonly ResourceVector Empty = new([], []);

    private readonly int[] ids;
    private readonly long[] amounts;

    /// <summary>Takes ownership of two arrays of the same length, sorted by id.</summary>
    public ResourceVector(int[] ids, long[] amounts)
    {
        this.ids = ids;
        this.amounts = amounts;
        CpuMilli = this[ResourceNames.Cpu];
        MemoryBytes = this[ResourceNames.Memory];
        foreach (int id in ids) HasScalars |= id >= ResourceNames.FirstScalar;
        foreach (long amount in amounts) HasAmounts |= amount != 0;
    }

    public ReadOnlySpan<int> Ids => ids;

    public ReadOnlySpan<long> Amounts => amounts;

    public long CpuMilli { get; }

    public long MemoryBytes { get; }

    /// <summary>True where some scalar resource is an entry, be it zero.</summary>
    public bool HasScalars { get; }

    /// <summary>True where some amount is not zero.</summary>
    public bool HasAmounts { get; }

    /// <summary>The amount of a resource; 0 where it is no entry.</summary>
    public long this[int id]
    {
        get
        {
            int i = Array.IndexOf(ids, id);
            return i < 0 ? 0 : amounts[i];
        }
    }

    /// <summary>True where the resource is an entry, be it zero.</summary>
    public bool Contains(int id) => Array.IndexOf(ids, id) >= 0;
}
