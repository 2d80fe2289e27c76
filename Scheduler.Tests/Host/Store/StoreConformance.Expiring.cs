using Scheduler.Host.Store;
using static Scheduler.Tests.Host.Store.StoreExtensions;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_entry_expires_after_its_time_by_a_delete_that_watches_see()
    {
        await Store.Set("/e", "1", Hour);
        await using IStoreWatch watch = await Store.Watch(new("/e"));
        Clock.Advance(Hour - Second);
        Assert.Equal("1", await Store.Read("/e"));
        Clock.Advance(2 * Second);

        Assert.Equal(["3: /e=- (was 1)"], await watch.Shown(1));
        Assert.Equal("-", await Store.Read("/e"));
        Assert.Equal(3, (await Store.Status()).Revision);
    }

    [Fact]
    public async Task A_later_put_sets_a_new_time_or_none()
    {
        await Store.Set("/renewed", "1", Hour);
        await Store.Set("/kept", "1", Hour);
        await Store.Set("/gone", "1", Hour);
        Clock.Advance(Hour / 2);
        await Store.Set("/renewed", "2", Hour);
        await Store.Set("/kept", "2");
        await using IStoreWatch watch = await Store.Watch(new("/"));
        Clock.Advance((Hour / 2) + Second);
        Assert.Equal(["7: /gone=- (was 1)"], await watch.Shown(1));
        Clock.Advance(Hour / 2);

        Assert.Equal(["8: /renewed=- (was 2)"], await watch.Shown(1));
        Assert.Equal("/kept=2@6", (await Store.List(new("/"))).Show());
    }

    [Fact]
    public async Task A_deleted_and_recreated_entry_does_not_inherit_the_time()
    {
        await Store.Set("/e", "1", Hour);
        await Store.Remove("/e");
        await Store.Set("/e", "2");
        await Store.Set("/f", "1", Hour);
        await using IStoreWatch watch = await Store.Watch(new("/"));
        Clock.Advance(Hour + Second);

        Assert.Equal(["6: /f=- (was 1)"], await watch.Shown(1));
        Assert.Equal("2", await Store.Read("/e"));
    }

    [Fact]
    public async Task Many_entries_expire_a_commit_at_a_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 300).Select(index => Store.Set($"/e/{index}", "1", Hour)));
        await using IStoreWatch watch = await Store.Watch(new("/e/"));
        Clock.Advance(Hour + Second);

        Assert.Equal([128, 128, 44], (await watch.Take(3)).Select(batch => batch.Events.Count));
        Assert.Equal(0, await Store.Count("/"));
    }

    [Fact]
    public async Task A_time_to_live_is_positive() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Store.Put("/e", Bytes("1"), Expect.Absent, TimeSpan.Zero));
}
