using System.Diagnostics;
using Scheduler.Host.Store;
using static Scheduler.Tests.Host.Store.StoreExtensions;

namespace Scheduler.Tests.Host.Store;

/// <summary>A durable store over its lives: what it finds again, who may open it, and what it does when the disk is of no help.</summary>
public sealed class SqliteStoreOpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reopened_store_continues_where_it_was()
    {
        await using (IStore store = Open())
        {
            await store.Set("/a", "1");
            await store.Set("/a", "2");
            await store.Remove("/a");
            await store.Set("/b", "3");
        }
        await using IStore again = Open();

        Assert.Equal("/b=3@5", (await again.List(new("/"))).Show());
        Assert.Equal("2", await again.Read("/a", 3));
        await using IStoreWatch watch = await again.Watch(new("/", 3));
        Assert.Equal(["3: /a=2 (was 1)", "4: /a=- (was 2)", "5: /b=3 (was -)"], await watch.Shown(3));
        Assert.Equal(6, await again.Set("/a", "4"));
        Assert.Equal((6, 1), ((await again.Get("/a")).Entry!.CreateRevision, (int)(await again.Get("/a")).Entry!.Version));
    }

    [Fact]
    public async Task The_revision_stays_though_everything_was_deleted_and_compacted()
    {
        await using (IStore store = Open())
        {
            await store.Set("/a", "1");
            await store.Set("/b", "1");
            await store.Remove("/a");
            await store.Remove("/b");
            await store.Compact(5);
        }
        await using IStore again = Open();

        Assert.Equal(new StoreStatus(5, 5, 0, 0, 0), await again.Status());
        Assert.Equal(6, await again.Set("/a", "1"));
    }

    [Fact]
    public async Task Compaction_survives_and_goes_on()
    {
        for (int life = 0; life < 4; life++)
        {
            await using IStore store = Open();
            await store.SetAll(Enumerable.Range(0, 700).Select(index => ($"/{index % 13}", $"{life}.{index}")));
            await store.Remove("/5");
            long revision = (await store.Status()).Revision;
            Assert.Equal(revision - 100, await store.Compact(revision - 100));
            Assert.Equal(100, (await store.Status()).HistoryEvents);
        }
        await using IStore again = Open();
        Assert.Equal(new StoreStatus(2805, 2705, 12, 100, (await again.Status()).HistoryBytes), await again.Status());
        await using IStoreWatch watch = await again.Watch(new("/", 2706));
        Assert.All(await watch.TakeAll(), batch => Assert.NotNull(batch.Events[0].Previous));
    }

    [Fact]
    public async Task Expiry_goes_on_after_a_restart()
    {
        await using (IStore store = Open())
        {
            await store.Set("/e", "1", TimeSpan.FromHours(1));
            await store.Set("/kept", "1");
            await store.Compact(3);
        }
        _clock.Advance(TimeSpan.FromMinutes(30));
        await using IStore again = Open();
        await using IStoreWatch watch = await again.Watch(new("/"));
        _clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(["4: /e=- (was 1)"], await watch.Shown(1));
    }

    [Fact]
    public async Task A_store_has_one_owner()
    {
        await using IStore store = Open();
        StoreOpenException refused = Assert.Throws<StoreOpenException>(() => Open());
        Assert.StartsWith($"{_folder["data"]}/store.head: cannot be opened and locked (is another process using this store?)", refused.Message);
        await store.Set("/a", "1");
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        StoreOpenException refused = Assert.Throws<StoreOpenException>(() => SqliteStore.Open("/proc/store", _clock));
        Assert.StartsWith("/proc/store: the folder cannot be made: ", refused.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        using MountedFolder? mounted = MountedFolder.TryMount(_folder["data"], "ro,size=1m");
        if (mounted is null)
            Assert.True(MountedFolder.Run("chmod", "555", _folder["data"]));

        StoreOpenException refused = Assert.Throws<StoreOpenException>(() => Open());

        Assert.StartsWith($"{_folder["data"]}/store.head: cannot be ", refused.Message);
    }

    [Fact]
    public async Task A_store_at_its_size_limit_stops_and_loses_nothing()
    {
        IStore store = Open(new() { MaxFileBytes = 1 << 20 });
        await FillsUp(store, "the store had to stop: the disk, or the size the store may have, is full. What was acknowledged is on disk.");
    }

    [Fact]
    public async Task A_full_disk_stops_the_store_and_loses_nothing()
    {
        using MountedFolder? mounted = MountedFolder.TryMount(_folder["data"], "size=3m");
        if (mounted is null)
            return; // Mounting takes privileges; the size limit above takes the same path.
        IStore store = Open();
        await FillsUp(store, "the store had to stop: the disk, or the size the store may have, is full. What was acknowledged is on disk.");
    }

    [Theory]
    [InlineData(CommitMoment.Written, 0)]
    [InlineData(CommitMoment.Committed, 1)]
    [InlineData(CommitMoment.Marked, 1)]
    public async Task A_failing_disk_stops_the_store_and_an_unanswered_write_is_there_whole_or_not_at_all(CommitMoment moment, int expected)
    {
        bool fails = false;
        IStore store = Open(new() { AtMoment = now => _ = fails && now == moment ? throw new IOException("the disk is gone") : 0 });
        await store.Set("/kept", "1");
        fails = true;
        Task<CommitResult> unanswered = store.Commit([StoreWrite.Put("/a", Bytes("1"), Expect.Absent), StoreWrite.Put("/b", Bytes("1"), Expect.Absent)]).AsTask();

        StoreStoppedException stopped = await Assert.ThrowsAsync<StoreStoppedException>(() => unanswered);
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await store.Get("/kept"));
        await store.DisposeAsync();
        await using IStore again = Open();

        Assert.Equal("the store had to stop: the disk is gone. What was acknowledged is on disk.", stopped.Message);
        Assert.Equal("1", await again.Read("/kept"));
        Assert.Equal((expected, expected), (await again.Count("/a"), await again.Count("/b")));
        Assert.Equal(3 + expected, await again.Set("/c", "1"));
    }

    [Fact]
    public async Task A_cancelled_write_is_still_ordered_with_the_others()
    {
        await using IStore store = Open();
        using var givesUp = new CancellationTokenSource();
        Task<WriteResult> given = store.Put("/a", Bytes("1"), Expect.Absent, cancellation: givesUp.Token).AsTask();
        givesUp.Cancel();
        try
        {
            await given;
        }
        catch (OperationCanceledException)
        {
            // Whether it was written first is what nobody knows.
        }
        Assert.Equal(3, await store.Set("/b", "1"));
        Assert.Equal("1", await store.Read("/a"));
    }

    private IStore Open(StoreOptions? options = null) => SqliteStore.Open(_folder["data"], _clock, options);

    /// <summary>Writes until the store stops, then opens it without the limit and looks for what was acknowledged.</summary>
    private async Task FillsUp(IStore store, string message)
    {
        var acknowledged = new Dictionary<string, string>();
        StoreStoppedException? stopped = null;
        for (int index = 0; stopped is null; index++)
        {
            Assert.True(index < 2000, "the limit has no effect");
            try
            {
                string value = $"{index} {new string('x', 5000)}";
                await store.Set($"/{index}", value);
                acknowledged.Add($"/{index}", value);
            }
            catch (StoreStoppedException full)
            {
                stopped = full;
            }
        }
        Assert.Equal(message, stopped.Message);
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await store.Get("/0"));
        await Assert.ThrowsAsync<StoreStoppedException>(() => store.Stopped);
        await store.DisposeAsync();

        SqliteFiles.Copy(_folder["data"], _folder["larger"]);
        await using IStore again = SqliteStore.Open(_folder["larger"], _clock);
        foreach ((string key, string value) in acknowledged)
            Assert.Equal(value, await again.Read(key));
        Assert.InRange((await again.Status()).Entries, acknowledged.Count, acknowledged.Count + 1);
        await again.Set("/after", "1");
    }

    /// <summary>A file system in memory, mounted where a test wants it; only for the privileged.</summary>
    private sealed class MountedFolder(string path) : IDisposable
    {
        public static MountedFolder? TryMount(string path, string options)
        {
            Directory.CreateDirectory(path);
            return Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) ? new(path) : null;
        }

        public void Dispose() => Run("umount", path);

        public static bool Run(string program, params string[] args)
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
