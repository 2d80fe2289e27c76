using System.Collections.Concurrent;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>Numbers that only grow.</summary>
public sealed class CounterFamily(string name, string help, params string[] labels) : MetricFamily(name, help, "counter")
{
    private readonly ConcurrentDictionary<string, Counter> series = new(StringComparer.Ordinal);

    /// <summary>The series of these label values; who counts often keeps it.</summary>
    public Counter With(params string[] values) => series.GetOrAdd(LabelText(labels, values), _ => new());

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
