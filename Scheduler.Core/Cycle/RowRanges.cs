namespace Scheduler.Core.Cycle;

/// <summary>Splits rows among threads. Ranges are multiples of 64 rows, so no two threads touch one word of a bitmap; the result does not depend on the split.</summary>
public static class RowRanges
{
    /// <summary>Below this many rows a range is not worth a thread.</summary>
    private const int SmallestRange = 256;

    /// <summary>Calls <paramref name="body"/> with disjoint ranges (from, to) that cover 0 to <paramref name="rows"/>.</summary>
    public static void For(int rows, int parallelism, Action<int, int> body)
    {
        int ranges = Math.Min(parallelism, rows / SmallestRange);
        if (ranges <= 1)
        {
            body(0, rows);
            return;
        }

        int words = (rows + 63) / 64;
        Parallel.For(0, ranges, new ParallelOptions { MaxDegreeOfParallelism = parallelism }, range =>
        {
            int from = (int)((long)words * range / ranges) * 64;
            int to = Math.Min(rows, (int)((long)words * (range + 1) / ranges) * 64);
            body(from, to);
        });
    }
}
