using System.Diagnostics;

namespace Scheduler.Bench.Serving;

/// <summary>Many callers, each in a loop: the next one of a number of requests when the last one was answered.</summary>
internal static class Load
{
    /// <summary>Makes all requests.</summary>
    /// <returns>How long they took together, and each.</returns>
    public static async Task<LoadResult> Run(int count, int callers, Func<int, Task> request)
    {
        var latenciesMs = new double[count];
        var next = -1;
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(callers, count)).Select(_ => Task.Run(Caller)));
        var elapsed = Stopwatch.GetElapsedTime(begin);
        Array.Sort(latenciesMs);
        return new LoadResult(count, elapsed, latenciesMs);

        async Task Caller()
        {
            for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                var sent = Stopwatch.GetTimestamp();
                await request(index);
                latenciesMs[index] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        }
    }
}

/// <param name="Count">Requests.</param>
/// <param name="Elapsed">From the first to the last answer.</param>
/// <param name="LatenciesMs">Sorted.</param>
internal sealed record LoadResult(int Count, TimeSpan Elapsed, double[] LatenciesMs)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double QuantileMs(double share) => LatenciesMs[Math.Min(LatenciesMs.Length - 1, (int)(share * LatenciesMs.Length))];
}
