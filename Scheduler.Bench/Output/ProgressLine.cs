using System.Diagnostics;

namespace Scheduler.Bench.Output;

/// <summary>One line on stderr that says how far long work is. Appears after a second, and only where somebody watches a terminal.</summary>
public sealed class ProgressLine(string what, int total) : IDisposable
{
    private const int FirstAfterMs = 1000;
    private const int EveryMs = 200;

    private readonly long start = Stopwatch.GetTimestamp();
    private double nextMs = FirstAfterMs;
    private bool shown;

    /// <summary>Says how many are done.</summary>
    public void Report(int done)
    {
        if ((done & (total > 1000 ? 63 : 0)) != 0 || Console.IsErrorRedirected) return;
        double elapsedMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (elapsedMs < nextMs) return;
        nextMs = elapsedMs + EveryMs;
        shown = true;
        Console.Error.Write($"\r{what}: {done} of {total} ({100L * done / Math.Max(total, 1)} %), {done / elapsedMs * 1000:0} a second ");
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (shown) Console.Error.Write("\r" + new string(' ', 79) + "\r");
    }
}
