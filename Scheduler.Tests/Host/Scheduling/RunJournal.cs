using Microsoft.Extensions.Logging;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>What a scheduler says in its log, as values, in its order.</summary>
internal sealed class RunJournal(TimeProvider clock) : ILogger
{
    private readonly Lock gate = new();
    private readonly List<JournalEntry> entries = [];

    /// <summary>Told of every message.</summary>
    public Action<JournalEntry>? Told { get; init; }

    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (gate) return [.. entries];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Dictionary<string, object?> values = state is IReadOnlyList<KeyValuePair<string, object?>> pairs ? pairs.ToDictionary(pair => pair.Key, pair => pair.Value) : [];
        JournalEntry entry = new(eventId.Name ?? "", clock.GetUtcNow(), logLevel, formatter(state, exception), values);
        lock (gate) entries.Add(entry);
        Told?.Invoke(entry);
    }
}

/// <summary>One message: the name of its method, when, its text, its values by name.</summary>
internal sealed record JournalEntry(string Name, DateTimeOffset Time, LogLevel Level, string Text, Dictionary<string, object?> Values)
{
    public string Word(string value) => (string)Values[value]!;

    public long Number(string value) => Convert.ToInt64(Values[value], System.Globalization.CultureInfo.InvariantCulture);
}
