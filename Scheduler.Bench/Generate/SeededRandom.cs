namespace Scheduler.Bench.Generate;

/// <summary>Random numbers that are the same on every machine and in every version of the runtime (SplitMix64).</summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        ulong value = state;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="end"/>.</summary>
    public int Next(int end) => (int)(((UInt128)NextBits() * (ulong)end) >> 64);

    /// <summary>A number from <paramref name="from"/> up to, not including, <paramref name="end"/>.</summary>
    public int Next(int from, int end) => from + Next(end - from);

    /// <summary>True with a chance in percent.</summary>
    public bool Percent(int chance) => Next(100) < chance;

    /// <summary>One of several.</summary>
    public T Pick<T>(ReadOnlySpan<T> items) => items[Next(items.Length)];
}
