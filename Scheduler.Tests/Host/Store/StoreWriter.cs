using System.Diagnostics;
using System.Globalization;
using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

/// <summary>
/// A process that writes to a store as fast as it can until it is killed, and says on standard output what was acknowledged and what its
/// watch told: see <see cref="StoreCrashTests"/>.
/// </summary>
/// <remarks>
/// Lines: <c>opening</c> · <c>ready</c> · <c>ack REVISION CHANGES</c> · <c>event REVISION CHANGES</c> · <c>failed MESSAGE</c>.
/// </remarks>
internal static class StoreWriter
{
    private const int Writers = 16;
    private const int Keys = 60;

    /// <summary>Small limits, so that compaction is always at work; yet history is longer than a watch can be behind.</summary>
    public static readonly StoreOptions Options = new()
    {
        HistoryBytes = 3 << 20,
        HistoryAge = TimeSpan.FromMinutes(5),
        UpkeepInterval = TimeSpan.FromMilliseconds(20),
    };

    public static async Task<int> Run(string[] args)
    {
        string folder = args[0];
        int[] numbers = [.. args[1..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        (int seed, long watchFrom, int lastMoment) = (numbers[0], numbers[1], numbers[2]);
        try
        {
            Say("opening");
            await using IStore store = SqliteStore.Open(folder, TimeProvider.System, Options with { AtMoment = Countdown(lastMoment) });
            Say("ready");
            await Task.WhenAll([Watch(store, watchFrom), .. Enumerable.Range(0, Writers).Select(writer => Write(store, seed, writer))]);
            return 0;
        }
        catch (StoreException failure)
        {
            Say($"failed {failure.Message}");
            return 2;
        }
    }

    /// <summary>Kills this process at the so many-th moment of its commits; never if that is 0.</summary>
    private static Action<CommitMoment> Countdown(int moments) => _ =>
    {
        if (--moments != 0)
            return;
        // Whoever has been answered, too early perhaps, gets to say so first.
        for (int turn = 0; turn < 100; turn++)
            Task.Run(() => { }).Wait();
        Process.GetCurrentProcess().Kill();
    };

    /// <summary>A change as lines show it: the key with the value's tag, or with nothing if it was deleted.</summary>
    public static string Show(string key, StoreEntry? entry) => entry is null ? $"{key}=" : $"{key}={Tag(entry.Value.Span)}";

    public static string Show(WatchBatch batch) => string.Join(" ", batch.Events.Select(change => Show(change.Key, change.Entry)));

    private static async Task Watch(IStore store, long from)
    {
        await using IStoreWatch watch = await store.Watch(new("/", from));
        while (true)
        {
            WatchBatch batch = await watch.Read().ConfigureAwait(false);
            Say($"event {batch.Revision} {Show(batch)}");
        }
    }

    private static async Task Write(IStore store, int seed, int writer)
    {
        var random = new Random(HashCode(seed, writer));
        await Task.Yield();
        for (int number = 0; ; number++)
        {
            StoreWrite[] writes = await Choose(store, random, $"{seed}.{writer}.{number}").ConfigureAwait(false);
            CommitResult result = await store.Commit(writes).ConfigureAwait(false);
            if (result.Succeeded)
                Say($"ack {result.Revision} {string.Join(" ", writes.Select(Show))}");
        }
    }

    /// <summary>One to three writes of different keys: mostly puts, some deletes, some with a short life.</summary>
    private static async Task<StoreWrite[]> Choose(IStore store, Random random, string tag)
    {
        int count = random.Next(5) == 0 ? random.Next(2, 4) : 1;
        var writes = new Dictionary<string, StoreWrite>();
        while (writes.Count < count)
        {
            string key = $"/k/{random.Next(Keys)}";
            StoreEntry? now = (await store.Get(key).ConfigureAwait(false)).Entry;
            writes[key] = now is not null && random.Next(4) == 0
                ? StoreWrite.Delete(key, now.ModRevision)
                : StoreWrite.Put(key, Value(tag, random), now?.ModRevision ?? Expect.Absent, random.Next(10) == 0 ? TimeSpan.FromMilliseconds(200) : null);
        }
        return [.. writes.Values];
    }

    private static string Show(StoreWrite write) => $"{write.Key}={(write.Value is { } value ? Tag(value.Span) : "")}";

    /// <summary>The tag, a zero, and some filling.</summary>
    private static byte[] Value(string tag, Random random)
    {
        var value = new byte[tag.Length + 1 + random.Next(3000)];
        random.NextBytes(value);
        System.Text.Encoding.ASCII.GetBytes(tag, value);
        value[tag.Length] = 0;
        return value;
    }

    private static string Tag(ReadOnlySpan<byte> value) => System.Text.Encoding.ASCII.GetString(value[..value.IndexOf((byte)0)]);

    private static int HashCode(int seed, int writer) => unchecked((seed * 31) + writer);

    private static void Say(string line)
    {
        // One unbuffered write a line: what was said before the kill arrives.
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(line + "\n");
        lock (Options)
        {
            using Stream output = Console.OpenStandardOutput();
            output.Write(bytes);
        }
    }
}
