using BenchmarkDotNet.Attributes;
using Scheduler.Core.Numerics;

namespace Scheduler.Bench.Micro.Numerics;

/// <summary>The kernels over columns of random amounts: bytes a row over memory bandwidth is what they cannot beat.</summary>
public class KernelsBench
{
    private long[] allocatable = [];
    private long[] used = [];
    private long[] sums = [];
    private long[] weights = [];
    private int[] domains = [];
    private long[] byDomain = [];
    private ulong[] all = [];
    private ulong[] now = [];
    private ulong[] empty = [];

    /// <summary>Rows of a column.</summary>
    [Params(1000, 100_000)]
    public int Rows { get; set; } = 1000;

    /// <summary>Fills the columns.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Generate.SeededRandom random = new(1);
        allocatable = [.. Enumerable.Range(0, Rows).Select(_ => 1000L * random.Next(1, 64))];
        used = [.. allocatable.Select(has => has * random.Next(100) / 100)];
        sums = new long[Rows];
        weights = new long[Rows];
        domains = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(10))];
        byDomain = [.. Enumerable.Range(0, 10).Select(i => (long)i)];
        all = new ulong[(Rows + 63) / 64];
        all.AsSpan().Fill(ulong.MaxValue);
        if (Rows % 64 != 0) all[^1] = (1UL << (Rows % 64)) - 1;
        now = new ulong[all.Length];
        empty = new ulong[all.Length];
    }

    /// <summary>16 bytes a row: who has too little left of one resource.</summary>
    [Benchmark]
    public void FitExceeding() => FitKernels.Exceeding(all, allocatable, used, 500, now, empty);

    /// <summary>32 bytes a row, read and written: the share that is left of one resource.</summary>
    [Benchmark]
    public void ShareAdd() => ShareKernels.Add<ShareKernels.Left>(allocatable, used, 500, 1, sums, weights);

    /// <summary>20 bytes a row: the number of a row's domain, added.</summary>
    [Benchmark]
    public void DomainAdd() => DomainKernels.AddByDomain<long>(domains, byDomain, sums);

    /// <summary>12 bytes a row: an answer per distinct thing, spread over the rows.</summary>
    [Benchmark]
    public void ColumnSpread() => ColumnKernels.Spread(byDomain, domains, sums);
}
