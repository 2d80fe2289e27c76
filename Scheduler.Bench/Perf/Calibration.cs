using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Scheduler.Bench.Perf;

/// <summary>How fast this machine is just now, on one thread: what figures of different machines are divided by to compare them.</summary>
/// <param name="MemoryGBPerSecond">Reading memory that no cache holds, in 10⁹ bytes a second.</param>
/// <param name="IntegerGOpsPerSecond">64-bit operations that depend on each other, in 10⁹ a second.</param>
/// <param name="ClockNs">What asking the stopwatch for the time costs: no single decision is known more exactly.</param>
public sealed record Calibration(double MemoryGBPerSecond, double IntegerGOpsPerSecond, double ClockNs)
{
    /// <summary>Larger than the caches of a server's core and its share of the last one.</summary>
    private const int MemoryBytes = 256 << 20;

    private const int Steps = 20_000_000;

    /// <summary>Multiply, shift and exclusive-or: the operations of a step, each waiting for the one before.</summary>
    private const int OperationsPerStep = 4;

    private const int Attempts = 3;

    /// <summary>Measures; takes about half a second. Of several attempts the best counts: others can only slow it down.</summary>
    public static Calibration Measure()
    {
        long[] memory = GC.AllocateUninitializedArray<long>(MemoryBytes / sizeof(long));
        Array.Fill(memory, 1);
        double memorySeconds = Best(() => Sum(memory)), integerSeconds = Best(() => Mix(Steps)), clockSeconds = Best(() => AskTime(Steps / 100));
        return new(MemoryBytes / memorySeconds / 1e9, (double)Steps * OperationsPerStep / integerSeconds / 1e9, clockSeconds / (Steps / 100) * 1e9);
    }

    /// <summary>For reports.</summary>
    public JsonObject ToJson() => new()
    {
        ["memoryGBPerSecond"] = Math.Round(MemoryGBPerSecond, 2),
        ["integerGOpsPerSecond"] = Math.Round(IntegerGOpsPerSecond, 3),
        ["clockNs"] = Math.Round(ClockNs, 1),
    };

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"calibration: memory {MemoryGBPerSecond:0.0} GB/s, integers {IntegerGOpsPerSecond:0.00} Gop/s, clock {ClockNs:0} ns");

    private static double Best(Func<long> kernel)
    {
        double best = double.MaxValue;
        for (int i = 0; i < Attempts; i++)
        {
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(kernel());
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Sum(long[] memory)
    {
        // Four sums, so that adding never waits for adding: only the memory can be slow.
        ReadOnlySpan<Vector<long>> vectors = MemoryMarshal.Cast<long, Vector<long>>(memory);
        Vector<long> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        return Vector.Sum(a + b + c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Mix(int steps)
    {
        ulong value = 1;
        for (int i = 0; i < steps; i++)
        {
            value *= 0x9E3779B97F4A7C15;
            value ^= value >> 29;
            value += (ulong)i;
        }

        return (long)value;
    }

    private static long AskTime(int times)
    {
        long sum = 0;
        for (int i = 0; i < times; i++) sum += Stopwatch.GetTimestamp();
        return sum;
    }
}
