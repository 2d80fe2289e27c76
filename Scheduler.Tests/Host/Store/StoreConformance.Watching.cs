using Scheduler.Host.Store;
using static Scheduler.Tests.Host.Store.StoreExtensions;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_watch_tells_creations_changes_and_deletions_with_what_was_there_before()
    {
        await using IStoreWatch watch = await Store.Watch(new("/a/"));
        await Store.Set("/a/x", "1");
        await Store.Set("/b/x", "other");
        await Store.Set("/a/x", "2");
        await Store.Remove("/a/x");
        await Store.Set("/a/x", "3");

        List<WatchBatch> batches = await watch.Take(4);

        Assert.Equal(
            ["2: /a/x=1 (was -)", "4: /a/x=2 (was 1)", "5: /a/x=- (was 2)", "6: /a/x=3 (was -)"], batches.Select(StoreExtensions.Show));
        Assert.Equal([true, false, false, true], batches.Select(batch => batch.Events[0].IsCreate));
        Assert.Equal([false, false, true, false], batches.Select(batch => batch.Events[0].IsDelete));
    }

    [Fact]
    public async Task A_watch_of_one_key_tells_of_that_key_only()
    {
        await using IStoreWatch watch = await Store.Watch(new("/a/x"));
        await Store.Set("/a/x/y", "1");
        await Store.Set("/a/xx", "1");
        await Store.Set("/a/x", "1");

        Assert.Equal(["4: /a/x=1 (was -)"], (await watch.TakeAll()).Select(StoreExtensions.Show));
    }

    [Fact]
    public async Task A_watch_from_the_past_goes_on_into_the_present()
    {
        await Store.Set("/a", "1");
        await Store.Set("/a", "2");
        await Store.Set("/a", "3");
        await using IStoreWatch watch = await Store.Watch(new("/", 3));
        await Store.Set("/a", "4");

        Assert.Equal(3, watch.FromRevision);
        Assert.Equal(["3: /a=2 (was 1)", "4: /a=3 (was 2)", "5: /a=4 (was 3)"], await watch.Shown(3));
        await Store.Set("/a", "5");
        Assert.Equal(["6: /a=5 (was 4)"], await watch.Shown(1));
    }

    [Fact]
    public async Task A_watch_from_now_says_which_revision_it_begins_with()
    {
        await Store.Set("/a", "1");
        await using IStoreWatch watch = await Store.Watch(new("/"));
        Assert.Equal(3, watch.FromRevision);
    }

    [Fact]
    public async Task A_watch_from_the_future_waits_for_it()
    {
        await using IStoreWatch watch = await Store.Watch(new("/", 4));
        await Store.Set("/a", "1");
        await Store.Set("/a", "2");
        await Store.Set("/a", "3");
        await Store.Set("/a", "4");

        Assert.Equal(["4: /a=3 (was 2)", "5: /a=4 (was 3)"], await watch.Shown(2));
    }

    [Fact]
    public async Task All_changes_of_a_revision_come_together_and_only_those_of_the_range()
    {
        await Store.Set("/a/gone", "0");
        await using IStoreWatch live = await Store.Watch(new("/a/"));
        await Store.Commit(
        [
            StoreWrite.Put("/a/2", Bytes("x"), Expect.Absent), StoreWrite.Put("/b/1", Bytes("y"), Expect.Absent),
            StoreWrite.Delete("/a/gone", Expect.Anything), StoreWrite.Put("/a/1", Bytes("z"), Expect.Absent),
        ]);
        await using IStoreWatch past = await Store.Watch(new("/a/", 3));

        const string Expected = "3: /a/2=x (was -), /a/gone=- (was 0), /a/1=z (was -)";
        Assert.Equal([Expected], await live.Shown(1));
        Assert.Equal([Expected], await past.Shown(1));
    }

    [Fact]
    public async Task Nothing_is_lost_or_told_twice_where_history_meets_the_present()
    {
        const int Writes = 4000;
        Task writing = Task.Run(() => Store.SetAll(Enumerable.Range(0, Writes).Select(index => ($"/k/{index % 10}", $"{index}"))));
        var watches = new List<Task<List<WatchBatch>>>();
        for (int index = 0; index < 40; index++)
        {
            IStoreWatch watch = await Store.Watch(new("/k/", 2));
            watches.Add(Task.Run(() => watch.Take(Writes)));
            await Store.Status();
        }
        await writing;

        foreach (List<WatchBatch> batches in await Task.WhenAll(watches))
            Assert.Equal(Enumerable.Range(0, Writes).Select(index => (index + 2L, $"{index}")), batches.Select(batch => (batch.Revision, batch.Events[0].Entry.Text())));
    }

    [Fact]
    public async Task Progress_comes_after_every_event_it_covers()
    {
        await Store.Set("/a", "1");
        await using IStoreWatch watch = await Store.Watch(new("/a", 2));
        await Store.Set("/a", "2");
        await Store.Set("/other", "1");
        watch.RequestProgress();

        Assert.Equal(["2: /a=1 (was -)", "3: /a=2 (was 1)", "4: progress"], await watch.Shown(3));
        Assert.False(watch.TryRead(out _));
    }

    [Fact]
    public async Task Progress_never_runs_ahead_of_events_while_others_write()
    {
        await using IStoreWatch watch = await Store.Watch(new("/k/"));
        Task writing = Task.Run(() => Store.SetAll(
            Enumerable.Range(0, 2000).Select(index => (index % 3 == 0 ? "/other" : "/k/x", "1"))));
        long last = 1;
        while (last < 2001)
        {
            watch.RequestProgress();
            WatchBatch batch = await watch.Read();
            Assert.True(batch.IsProgress ? batch.Revision >= last : batch.Revision > last, $"{batch.Show()} after {last}");
            last = batch.Revision;
        }
        await writing;
    }

    [Fact]
    public async Task Progress_is_told_from_time_to_time_to_whom_it_was_promised()
    {
        await using IStoreWatch wants = await Store.Watch(new("/a/", Progress: true));
        await using IStoreWatch wantsNot = await Store.Watch(new("/a/"));
        await Store.Set("/b", "1");
        Clock.Advance(new StoreOptions().ProgressInterval);

        Assert.Equal(["2: progress"], await wants.Shown(1));
        Assert.False(wantsNot.TryRead(out _));
    }

    [Fact]
    public async Task A_watch_that_nobody_reads_is_ended_and_can_be_resumed()
    {
        await using IStoreWatch slow = await Store.Watch(new("/a", BufferedEvents: 10));
        await using IStoreWatch read = await Store.Watch(new("/a", BufferedEvents: 10));
        await Store.Set("/a", "0");
        Assert.Equal(["2: /a=0 (was -)"], await slow.Shown(1));
        await read.Take(1);
        for (int index = 1; index <= 30; index++)
        {
            await Store.Set("/a", $"{index}");
            await read.Take(1);
        }

        WatchOverrunException ended = await Assert.ThrowsAsync<WatchOverrunException>(async () => await slow.Read());
        await using IStoreWatch resumed = await Store.Watch(new("/a", ended.LastRevision + 1));

        Assert.Equal(2, ended.LastRevision);
        Assert.Equal(Enumerable.Range(3, 30).Select(revision => (long)revision), (await resumed.Take(30)).Select(batch => batch.Revision));
    }

    [Fact]
    public async Task A_watch_that_reads_history_slowly_is_not_ended_by_that()
    {
        await Store.SetAll(Enumerable.Range(0, 100).Select(index => ("/a", $"{index}")));
        await using IStoreWatch watch = await Store.Watch(new("/a", 2, BufferedEvents: 5));
        await watch.Take(50);
        await Store.SetAll(Enumerable.Range(0, 100).Select(index => ("/a", $"{index}")));
        Assert.Equal(201, (await watch.Take(150))[^1].Revision);
    }

    [Fact]
    public async Task Giving_up_waiting_loses_nothing()
    {
        await using IStoreWatch watch = await Store.Watch(new("/a"));
        using var givesUp = new CancellationTokenSource();
        ValueTask<WatchBatch> waiting = watch.Read(givesUp.Token);
        givesUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        await Store.Set("/a", "1");

        Assert.Equal(["2: /a=1 (was -)"], await watch.Shown(1));
    }

    [Fact]
    public async Task Five_hundred_watches_of_a_thousand_changing_keys_see_every_event_in_order()
    {
        const int Watches = 500, Keys = 1000, Writes = 3000;
        var watches = new List<Task<long>>();
        for (int index = 0; index < Watches; index++)
        {
            (string range, int events) = index % 2 == 0 ? ("/k/", Writes) : ($"/k/{index % 10}/", Writes / 10);
            IStoreWatch watch = await Store.Watch(new(range));
            watches.Add(Task.Run(() => CountInOrder(watch, events)));
        }
        await Store.SetAll(Enumerable.Range(0, Writes).Select(number => ($"/k/{number % 10}/{number % Keys:000}", $"{number}")));
        Assert.All(await Task.WhenAll(watches), last => Assert.InRange(last, Writes - 8, Writes + 1));
    }

    /// <summary>Reads so many events and sees to it that revisions rise and that each key's versions follow each other.</summary>
    private static async Task<long> CountInOrder(IStoreWatch watch, int events)
    {
        var versions = new Dictionary<string, long>();
        long last = 0;
        for (int seen = 0; seen < events; seen++)
        {
            WatchBatch batch = await watch.Read();
            StoreEvent change = batch.Events.Single();
            Assert.True(batch.Revision > last);
            Assert.Equal(versions.GetValueOrDefault(change.Key) + 1, change.Entry!.Version);
            Assert.Equal(change.Previous?.Version ?? 0, change.Entry.Version - 1);
            versions[change.Key] = change.Entry.Version;
            last = batch.Revision;
        }
        return last;
    }
}
