using System.Collections.Concurrent;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>Numbers that only grow.</summary>
public sealed class CounterFamily(string name, string help, params string[] labels) : MetricFamily(name, help, "counter")
{
    private readonly ConcurrentDictionary<string, Counter> series = new(StringComparer.Ordinal);
    private Last<Counter>? last;

    /// <summary>The series of these label values.</summary>
    public Counter With(params ReadOnlySpan<string> values)
    {
        // Most of the time it is the one that was asked for last.
        (string[] Values, Counter Series)? known = Volatile.Read(ref last)?.Value;
        if (known is { } same && values.SequenceEqual(same.Values)) return same.Series;
        string[] kept = [.. values];
        Counter found = series.GetOrAdd(LabelText(labels, kept), _ => new());
        Volatile.Write(ref last, new((kept, found)));
        return found;
    }

    protected override IEnumerable<string> Lines() =>
        series.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Name}{Braced(pair.Key)} {Number(pair.Value.Value)}");
}

/// <summary>One number that only grows.</summary>
public sealed class Counter
{
    private long value;

    public long Value => Interlocked.Read(ref value);

    public void Add(long more = 1) => Interlocked.Add(ref value, more);
}
