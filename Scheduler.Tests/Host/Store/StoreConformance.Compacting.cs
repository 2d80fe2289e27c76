using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task The_compact_revision_stays_readable_and_older_ones_do_not()
    {
        await Store.Set("/a", "1");
        await Store.Set("/b", "1");
        await Store.Remove("/a");
        await Store.Set("/b", "2");

        Assert.Equal(3, await Store.Compact(3));

        Assert.Equal("/a=1@2 /b=1@3", (await Store.List(new("/", 3))).Show());
        Assert.Equal("1", await Store.Read("/a", 3));
        CompactedException refused = await Assert.ThrowsAsync<CompactedException>(async () => await Store.Get("/a", 2));
        Assert.Equal((2, 3), (refused.Requested, refused.CompactRevision));
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.List(new("/", 2)));
        Assert.Equal("/b=2@5", (await Store.List(new("/"))).Show());
        Assert.Equal(3, (await Store.Status()).CompactRevision);
    }

    [Fact]
    public async Task Compacting_again_or_less_does_nothing()
    {
        await Store.Set("/a", "1");
        await Store.Set("/a", "2");
        Assert.Equal(3, await Store.Compact(3));
        Assert.Equal(3, await Store.Compact(3));
        Assert.Equal(3, await Store.Compact(2));
        Assert.Equal(3, (await Store.Status()).CompactRevision);
        Assert.Equal(0, (await Store.Status()).HistoryEvents);
        Assert.Equal(0, (await Store.Status()).HistoryBytes);
    }

    [Fact]
    public async Task A_watch_after_the_compact_revision_misses_nothing_and_one_at_it_is_refused()
    {
        await Store.Set("/a", "1");
        await Store.Set("/a", "2");
        await Store.Remove("/a");
        await Store.Set("/a", "3");
        await Store.Remove("/a");
        await Store.Compact(3);

        await using IStoreWatch watch = await Store.Watch(new("/", 4));
        Assert.Equal(["4: /a=- (was 2)", "5: /a=3 (was -)", "6: /a=- (was 3)"], await watch.Shown(3));
        CompactedException refused = await Assert.ThrowsAsync<CompactedException>(async () => await Store.Watch(new("/", 3)));
        Assert.Equal(3, refused.CompactRevision);
    }

    [Fact]
    public async Task A_deletion_right_at_the_compact_revision_is_the_last_that_is_forgotten()
    {
        await Store.Set("/a", "1");
        await Store.Set("/b", "1");
        await Store.Remove("/a");
        await Store.Set("/b", "2");
        await Store.Compact(4);

        Assert.Equal("/b=1@3", (await Store.List(new("/", 4))).Show());
        await using IStoreWatch watch = await Store.Watch(new("/", 5));
        Assert.Equal(["5: /b=2 (was 1)"], await watch.Shown(1));
    }

    [Fact]
    public async Task A_watch_that_history_runs_away_from_is_told()
    {
        for (int index = 0; index < 10; index++)
            await Store.Set("/a", $"{index}");
        await using IStoreWatch watch = await Store.Watch(new("/a", 2));
        await watch.Take(1);
        await Store.Compact(8);

        CompactedException ended = await Assert.ThrowsAsync<CompactedException>(async () => await watch.Read());
        Assert.Equal(8, ended.CompactRevision);
    }

    [Fact]
    public async Task A_live_watch_does_not_mind_compaction()
    {
        await using IStoreWatch watch = await Store.Watch(new("/a"));
        await Store.Set("/a", "1");
        await Store.Set("/a", "2");
        await Store.Compact(3);
        await Store.Set("/a", "3");

        Assert.Equal(["2: /a=1 (was -)", "3: /a=2 (was 1)", "4: /a=3 (was 2)"], await watch.Shown(3));
    }

    [Fact]
    public async Task History_is_compacted_by_age()
    {
        await Store.Set("/a", "1");
        await Store.Set("/a", "2");
        Clock.Advance(TimeSpan.FromMinutes(4));
        await Store.Set("/a", "3");
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, (await Store.Status()).CompactRevision);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Store.Compact(2);
        await CompactionReaches(3);
        Assert.Equal(1, (await Store.Status()).HistoryEvents);
    }

    [Fact]
    public async Task History_is_compacted_by_size()
    {
        IStore small = Open(new() { HistoryBytes = 10_000 });
        await small.SetAll(Enumerable.Repeat(("/a", new string('x', 998)), 100));
        Assert.Equal(100_000, (await small.Status()).HistoryBytes);
        Clock.Advance(new StoreOptions().UpkeepInterval);

        while ((await small.Status()).HistoryBytes > 10_000)
            await small.Compact(1);
        Assert.Equal((91, 10), ((await small.Status()).CompactRevision, (await small.Status()).HistoryEvents));
    }

    [Fact]
    public async Task Reads_of_the_past_are_right_or_refused_while_compaction_runs()
    {
        await Store.SetAll(Enumerable.Range(0, 3000).Select(index => ($"/{index % 7}", $"{index}")));
        Task compacting = Task.Run(async () =>
        {
            for (int revision = 1; revision < 3000; revision += 25)
                await Store.Compact(revision);
        });
        for (long revision = 1500; !compacting.IsCompleted; revision = 1500 + ((revision * 7) % 1400))
        {
            try
            {
                string expected = string.Join(" ", Enumerable.Range(0, 7).Select(key => LastWrite(key, revision)).Select(
                    index => $"/{index % 7}={index}@{index + 2}"));
                Assert.Equal(expected, (await Store.List(new("/", revision))).Show());
            }
            catch (CompactedException refused)
            {
                Assert.True(refused.CompactRevision > revision);
            }
        }
        await compacting;

        // Write number i, of key i mod 7, is revision i + 2.
        static long LastWrite(int key, long revision) => revision - 2 - ((((revision - 2 - key) % 7) + 7) % 7);
    }

    /// <summary>Waits for the upkeep to have compacted up to a revision; each status is a turn of the store.</summary>
    private async Task CompactionReaches(long revision)
    {
        while ((await Store.Status()).CompactRevision < revision)
            await Store.Compact(1);
        Assert.Equal(revision, (await Store.Status()).CompactRevision);
    }
}
