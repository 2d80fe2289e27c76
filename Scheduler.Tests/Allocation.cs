namespace Scheduler.Tests;

/// <summary>Counts what some work allocates on this thread.</summary>
internal static class Allocation
{
    private const int Attempts = 20;

    /// <summary>
    /// The fewest bytes over several attempts: a collection on another thread, or code that has just been optimised, adds some to an attempt that
    /// allocated nothing itself.
    /// </summary>
    public static long Fewest(Action work)
    {
        long fewest = long.MaxValue;
        for (int i = 0; i < Attempts && fewest > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
