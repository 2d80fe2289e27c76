namespace Scheduler.Core.Cycle;

/// <summary>A 64-bit hash of text that is the same on every machine and in every run: FNV-1a over UTF-16 units from a seeded start, finished with SplitMix64's mixer.</summary>
public static class StableHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    public static ulong Of(ulong seed, ReadOnlySpan<char> text)
    {
        ulong hash = FnvOffset ^ Mix(seed);
        foreach (char c in text) hash = (hash ^ c) * FnvPrime;
        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
