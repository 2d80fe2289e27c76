using System.Collections.Concurrent;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>How often amounts fell below each of some bounds.</summary>
public sealed class HistogramFamily(string name, string help, double[] bounds, params string[] labels) : MetricFamily(name, help, "histogram")
{
    private readonly ConcurrentDictionary<string, Histogram> series = new(StringComparer.Ordinal);
    private Last<Histogram>? last;

    /// <summary><paramref name="count"/> bounds, each <paramref name="factor"/> times the one before.</summary>
    public static double[] Exponential(double first, double factor, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Round(first * Math.Pow(factor, i), 12))];

    /// <summary>The series of these label values.</summary>
    public Histogram With(params ReadOnlySpan<string> values)
    {
        // Most of the time it is the one that was asked for last.
        (string[] Values, Histogram Series)? known = Volatile.Read(ref last)?.Value;
        if (known is { } same && values.SequenceEqual(same.Values)) return same.Series;
        string[] kept = [.. values];
        Histogram found = series.GetOrAdd(LabelText(labels, kept), _ => new(bounds));
        Volatile.Write(ref last, new((kept, found)));
        return found;
    }

    protected override IEnumerable<string> Lines()
    {
        foreach ((string values, Histogram histogram) in series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            (long[] counts, double sum) = histogram.Read();
            string prefix = values.Length == 0 ? "" : values + ",";
            long total = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                total += counts[i];
                yield return $"{Name}_bucket{{{prefix}le=\"{Number(i < bounds.Length ? bounds[i] : double.PositiveInfinity)}\"}} {total}";
            }

            yield return $"{Name}_sum{Braced(values)} {Number(sum)}";
            yield return $"{Name}_count{Braced(values)} {total}";
        }
    }
}

/// <summary>One histogram; any thread adds.</summary>
public sealed class Histogram(double[] bounds)
{
    private readonly Lock gate = new();
    private readonly long[] counts = new long[bounds.Length + 1];
    private double sum;

    public void Add(double amount)
    {
        int at = Array.BinarySearch(bounds, amount);
        lock (gate)
        {
            counts[at >= 0 ? at : ~at]++;
            sum += amount;
        }
    }

    public void Add(TimeSpan time) => Add(time.TotalSeconds);

    internal (long[] Counts, double Sum) Read()
    {
        lock (gate) return ([.. counts], sum);
    }
}
