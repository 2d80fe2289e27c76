using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_closed_store_refuses_calls_and_says_it_is_closed()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<StoreStoppedException>(async () => await Store.Get("/a"));
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await Store.Set("/a", "1"));
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await Store.Watch(new("/")));
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await Store.Compact(1));
        Assert.True(Store.Stopped.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Closing_ends_watches_after_what_they_had_not_read_yet()
    {
        await Store.Set("/a", "0");
        await using IStoreWatch live = await Store.Watch(new("/"));
        await using IStoreWatch waiting = await Store.Watch(new("/b"));
        await using IStoreWatch past = await Store.Watch(new("/", 2));
        Task<WatchBatch> read = waiting.Read().AsTask();
        await Store.Set("/a", "1");
        await Store.DisposeAsync();

        Assert.Equal(["3: /a=1 (was 0)"], await live.Shown(1));
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await live.Read());
        await Assert.ThrowsAsync<StoreStoppedException>(() => read);
        await past.Take(2);
        await Assert.ThrowsAsync<StoreStoppedException>(async () => await past.Read());
    }

    [Fact]
    public async Task A_closed_watch_costs_its_readers_nothing_but_an_exception()
    {
        IStoreWatch watch = await Store.Watch(new("/"));
        Task<WatchBatch> read = watch.Read().AsTask();
        await watch.DisposeAsync();
        await watch.DisposeAsync();

        await Assert.ThrowsAsync<StoreStoppedException>(() => read);
        await Store.Set("/a", "1");
    }

    [Fact]
    public async Task Writes_asked_for_before_closing_are_answered()
    {
        Task<long>[] writes = [.. Enumerable.Range(0, 200).Select(index => Store.Set($"/{index}", "1"))];
        await Store.DisposeAsync();
        Assert.Equal(Enumerable.Range(2, 200).Select(revision => (long)revision), (await Task.WhenAll(writes)).Order());
    }
}
