using System.Diagnostics;
using System.Globalization;
using Scheduler.Host.Store;
using Xunit.Abstractions;

namespace Scheduler.Tests.Host.Store;

/// <summary>
/// Kills a writing process again and again. Whatever the moment: nothing acknowledged or told is lost, no revision gets another meaning, and a
/// watch resumed after the kill goes on without a gap or a repeat.
/// </summary>
/// <remarks>STORE_CRASH_KILLS sets how often, STORE_CRASH_SEED repeats a run's choices; <c>soak/store-crash</c> uses both.</remarks>
public sealed class StoreCrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What each revision changed, as far as anybody was told.</summary>
    private readonly SortedDictionary<long, string> _known = [];
    private long _acknowledged;
    private long _watched = 1;
    private long _compacted;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_told_is_lost_when_the_process_is_killed()
    {
        int kills = Setting("STORE_CRASH_KILLS", 40);
        // Not the same choices on every run; those of a run can be repeated.
        int seed = Setting("STORE_CRASH_SEED", Environment.ProcessId);
        output.WriteLine($"{kills} kills, seed {seed}");
        var random = new Random(seed);
        for (int kill = 0; kill < kills; kill++)
        {
            await RunAndKill(seed + kill, random);
            await Compare();
        }
        output.WriteLine($"{_known.Count} revisions, {_acknowledged} of them acknowledged, {_compacted} compacted");
        Assert.True(_acknowledged > 10 * kills);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private async Task RunAndKill(int seed, Random random)
    {
        // Half of them end themselves at a moment of a commit; of the others one in eight is killed while it opens.
        int lastMoment = random.Next(2) == 0 ? random.Next(1, 80) : 0;
        int acknowledgements = lastMoment != 0 ? int.MaxValue : random.Next(8) == 0 ? 0 : random.Next(1, 300);
        using Process writer = Start(seed, lastMoment);
        try
        {
            for (int seen = 0; await writer.StandardOutput.ReadLineAsync() is { } line;)
            {
                Learn(line);
                seen += line.StartsWith("ack", StringComparison.Ordinal) ? 1 : 0;
                if (seen >= acknowledgements)
                    break;
            }
        }
        finally
        {
            writer.Kill();
        }
        while (await writer.StandardOutput.ReadLineAsync() is { } rest)
            Learn(rest);
        await writer.WaitForExitAsync();
    }

    private Process Start(int seed, int lastMoment)
    {
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        string[] args =
        [
            typeof(StoreWriter).Assembly.Location, "store-writer", _folder.Path,
            .. ((long[])[seed, _watched + 1, lastMoment]).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
        return Process.Start(new ProcessStartInfo(host, args) { RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    private void Learn(string line)
    {
        string[] parts = line.Split(' ', 3);
        switch (parts[0])
        {
            case "ack":
                _acknowledged++;
                Know(long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
                break;
            case "event":
                long revision = long.Parse(parts[1], CultureInfo.InvariantCulture);
                Assert.True(revision == _watched + 1, $"the watch told of revision {revision} after {_watched}");
                _watched = revision;
                Know(revision, parts[2]);
                break;
            case "failed":
                Assert.Fail(line);
                break;
        }
    }

    private void Know(long revision, string changes)
    {
        if (!_known.TryAdd(revision, changes))
            Assert.True(_known[revision] == changes, $"revision {revision} was {_known[revision]} and is {changes}");
    }

    /// <summary>Opens what the killed process left and compares it with all that was ever told.</summary>
    private async Task Compare()
    {
        await using IStore store = SqliteStore.Open(_folder.Path, new ManualClock(), StoreWriter.Options);
        StoreStatus status = await store.Status();
        long newestKnown = _known.Count == 0 ? 1 : _known.Keys.Last();
        Assert.True(status.Revision >= newestKnown, $"revision {newestKnown} was told, the store is at {status.Revision}");
        _compacted = status.CompactRevision;
        Assert.True(_compacted <= _watched, "compaction ran ahead of the watch: the test's history is too short");

        await using IStoreWatch watch = await store.Watch(new("/", status.CompactRevision + 1));
        long last = status.CompactRevision;
        foreach (WatchBatch batch in await watch.TakeAll())
        {
            Assert.Equal(last + 1, batch.Revision);
            Know(batch.Revision, StoreWriter.Show(batch));
            last = batch.Revision;
        }
        Assert.Equal(status.Revision, last);
        Assert.Equal(status.Revision - 1, _known.Count);
        await CompareEntries(store);
    }

    /// <summary>The entries are what the known changes, one after the other, lead to.</summary>
    private async Task CompareEntries(IStore store)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((long revision, string changes) in _known)
        {
            foreach (string change in changes.Split(' '))
            {
                string key = change[..change.IndexOf('=')];
                if (change.EndsWith('='))
                    expected.Remove(key);
                else
                    expected[key] = $"{change}@{revision}";
            }
        }
        ListResult list = await store.List(new("/"));
        Assert.Equal(expected.Values, list.Entries.Select(entry => $"{StoreWriter.Show(entry.Key, entry)}@{entry.ModRevision}"));
    }
}
