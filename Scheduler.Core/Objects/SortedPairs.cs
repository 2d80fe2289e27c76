namespace Scheduler.Core.Objects;

/// <summary>Puts the pairs of a map in key order: what <see cref="StringMap"/> and <see cref="ResourceList"/> are made of.</summary>
internal static class SortedPairs
{
    /// <summary>The pairs sorted by key in byte order; of equal keys only the last stays, as in JSON.</summary>
    public static KeyValuePair<string, T>[] From<T>(ReadOnlySpan<KeyValuePair<string, T>> pairs)
    {
        KeyValuePair<string, T>[] sorted = pairs.ToArray();
        int count = 0;
        foreach (KeyValuePair<string, T> pair in pairs)
        {
            int at = count;
            while (at > 0 && string.CompareOrdinal(sorted[at - 1].Key, pair.Key) > 0) at--;
            if (at > 0 && sorted[at - 1].Key == pair.Key)
            {
                sorted[at - 1] = pair;
                continue;
            }

            Array.Copy(sorted, at, sorted, at + 1, count - at);
            sorted[at] = pair;
            count++;
        }

        if (count < sorted.Length) Array.Resize(ref sorted, count);
        return sorted;
    }
}
