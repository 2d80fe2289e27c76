using System.Text;
using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

/// <summary>Short words for what store tests do all the time, and lines that show what they saw.</summary>
internal static class StoreExtensions
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(this StoreEntry? entry) => entry is null ? "-" : Encoding.UTF8.GetString(entry.Value.Span);

    /// <summary>Puts a text, whatever is there, and returns the revision.</summary>
    public static async Task<long> Set(this IStore store, string key, string value, TimeSpan? timeToLive = null)
    {
        WriteResult result = await store.Put(key, Bytes(value), Expect.Anything, timeToLive);
        Assert.True(result.Succeeded);
        return result.Revision;
    }

    /// <summary>Puts texts in order, a hundred under way at a time: a durable store syncs them together.</summary>
    public static async Task SetAll(this IStore store, IEnumerable<(string Key, string Value)> entries)
    {
        foreach ((string Key, string Value)[] some in entries.Chunk(100))
            await Task.WhenAll(some.Select(entry => store.Set(entry.Key, entry.Value)));
    }

    /// <summary>Deletes what must be there, and returns the revision.</summary>
    public static async Task<long> Remove(this IStore store, string key)
    {
        WriteResult result = await store.Delete(key, Expect.Anything);
        Assert.True(result.Succeeded);
        return result.Revision;
    }

    public static async Task<string> Read(this IStore store, string key, long revision = 0) =>
        (await store.Get(key, revision)).Entry.Text();

    /// <summary>"/a=1@2 /b=2@3": key, value and modification revision of each entry.</summary>
    public static string Show(this ListResult list) =>
        string.Join(" ", list.Entries.Select(entry => $"{entry.Key}={entry.Text()}@{entry.ModRevision}"));

    /// <summary>"2: /a=1 (was -)": one revision with its changes; "2: progress" without.</summary>
    public static string Show(this WatchBatch batch) => batch.IsProgress
        ? $"{batch.Revision}: progress"
        : $"{batch.Revision}: " + string.Join(", ", batch.Events.Select(
            change => $"{change.Key}={change.Entry.Text()} (was {change.Previous.Text()})"));

    /// <summary>Waits for so many batches.</summary>
    public static async Task<List<WatchBatch>> Take(this IStoreWatch watch, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var batches = new List<WatchBatch>();
        while (batches.Count < count)
            batches.Add(await watch.Read(patience.Token));
        return batches;
    }

    public static async Task<string[]> Shown(this IStoreWatch watch, int count) =>
        [.. (await watch.Take(count)).Select(Show)];

    /// <summary>Everything up to now: asks for progress and reads until it comes.</summary>
    public static async Task<List<WatchBatch>> TakeAll(this IStoreWatch watch)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        watch.RequestProgress();
        var batches = new List<WatchBatch>();
        while (true)
        {
            WatchBatch batch = await watch.Read(patience.Token);
            if (batch.IsProgress)
                return batches;
            batches.Add(batch);
        }
    }
}
