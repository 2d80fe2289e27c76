using System.Globalization;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Writing;

/// <summary>
/// Writes events: the first of a kind as an object, repeats within <see cref="SeriesEndsAfter"/> as its series, at most one patch per event and
/// <see cref="PatchEvery"/>. An event is worth no error: what the server refuses is forgotten.
/// </summary>
internal sealed class EventWriter
{
    private const int SeriesMax = 8192;

    private static readonly ApiResource Events = Resources.Of("events.k8s.io", "v1", "events");
    private static readonly TimeSpan SeriesEndsAfter = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan PatchEvery = TimeSpan.FromSeconds(10);

    private readonly IApiClient client;
    private readonly TimeProvider clock;
    private readonly string instance;
    private readonly Outbox<EventKey, EventNote> outbox;
    private readonly Lock gate = new();
    private readonly Dictionary<EventKey, Series> series = [];
    private readonly Queue<EventKey> seriesOrder = new();
    private long made;

    public EventWriter(IApiClient client, TimeProvider clock, LiveOptions options, Func<CancellationToken, Task> yield)
    {
        this.client = client;
        this.clock = clock;
        instance = options.Instance;
        outbox = new(new() { WaitingMax = options.EventsWaitingMax, WritersMax = options.ReportsInFlightMax, Merge = Merge, Write = Write, Yield = yield }, clock);
    }

    /// <summary>Told of what the server refused.</summary>
    public Action<ApiAnswer, string>? Refused { get; init; }

    public int WaitingCount => outbox.Count;

    public long DroppedCount => outbox.DroppedCount;

    public void Put(EventNote note)
    {
        lock (gate)
        {
            if (series.TryGetValue(note.Key, out Series? known) && note.Time - known.Last < SeriesEndsAfter)
            {
                known.Last = note.Time;
                known.Count++;
                if (known.Written + PatchEvery > note.Time) return;
            }
        }

        outbox.Put(note.Key, note);
    }

    public Task RunAsync(CancellationToken cancellation) => outbox.RunAsync(cancellation);

    private static EventNote Merge(EventNote before, EventNote now) => before with { Time = now.Time, Count = before.Count + now.Count };

    private async Task<bool> Write(EventNote note, CancellationToken cancellation)
    {
        try
        {
            Series? known;
            lock (gate) known = series.GetValueOrDefault(note.Key);
            if (known is not null && note.Time - known.Last < SeriesEndsAfter && await Repeat(note, known, cancellation).ConfigureAwait(false)) return true;
            string name = $"{note.Regarding.Name}.{note.Time.UtcTicks.ToString("x", CultureInfo.InvariantCulture)}{Interlocked.Increment(ref made).ToString("x", CultureInfo.InvariantCulture)}";
            ApiAnswer answer = await client.Create(Events.Path(note.Regarding.Namespace), note.Document(name, instance), cancellation).ConfigureAwait(false);
            if (answer.IsSuccess) Remember(note, name);
            else if (!answer.IsGone) Refused?.Invoke(answer, "create events.events.k8s.io");
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>False where the event is not there any more.</summary>
    private async Task<bool> Repeat(EventNote note, Series known, CancellationToken cancellation)
    {
        int count;
        DateTimeOffset last;
        lock (gate) (count, last, known.Written) = (known.Count, known.Last, note.Time);
        ApiAnswer answer = await client.Patch(Events.Path(note.Regarding.Namespace, known.Name), EventNote.Series(count, last), cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess && !answer.IsGone) Refused?.Invoke(answer, "patch events.events.k8s.io");
        return !answer.IsGone;
    }

    /// <summary>Only what can come again.</summary>
    private void Remember(EventNote note, string name)
    {
        if (note.Type == "Normal") return;
        lock (gate)
        {
            if (!series.ContainsKey(note.Key)) seriesOrder.Enqueue(note.Key);
            series[note.Key] = new(name) { Count = note.Count, Last = note.Time, Written = note.Time };
            if (seriesOrder.Count > SeriesMax) series.Remove(seriesOrder.Dequeue());
        }
    }

    /// <summary>An event that was written, and how often it happened.</summary>
    private sealed class Series(string name)
    {
        public string Name => name;

        public int Count { get; set; }

        public DateTimeOffset Last { get; set; }

        /// <summary>When the server was last told.</summary>
        public DateTimeOffset Written { get; set; }
    }
}
