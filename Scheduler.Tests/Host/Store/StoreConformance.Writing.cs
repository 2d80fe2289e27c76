using Scheduler.Host.Store;
using static Scheduler.Tests.Host.Store.StoreExtensions;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_fresh_store_is_at_revision_1_and_empty()
    {
        Assert.Equal(new StoreStatus(1, 1, 0, 0, 0), await Store.Status());
        Assert.Equal(new GetResult(null, 1), await Store.Get("/a"));
        Assert.Empty((await Store.List(new("/"))).Entries);
    }

    [Fact]
    public async Task A_write_that_succeeds_moves_the_store_by_one_revision_and_one_that_fails_does_not()
    {
        Assert.Equal(2, await Store.Set("/a", "1"));
        Assert.Equal(3, await Store.Set("/b", "1"));
        Assert.False((await Store.Put("/a", Bytes("2"), Expect.Absent)).Succeeded);
        Assert.False((await Store.Delete("/none", Expect.Anything)).Succeeded);
        Assert.Equal(3, (await Store.Status()).Revision);
        Assert.Equal(4, await Store.Remove("/a"));
    }

    [Fact]
    public async Task A_put_expecting_nothing_creates_and_fails_with_the_entry_that_is_there()
    {
        WriteResult created = await Store.Put("/a", Bytes("1"), Expect.Absent);
        WriteResult refused = await Store.Put("/a", Bytes("2"), Expect.Absent);

        Assert.True(created.Succeeded);
        Assert.Equal((2, 2, 1, "1"), (created.Entry!.ModRevision, created.Entry.CreateRevision, created.Entry.Version, created.Entry.Text()));
        Assert.Null(created.Previous);
        Assert.False(refused.Succeeded);
        Assert.Equal("1", refused.Entry.Text());
        Assert.Equal(2, refused.Revision);
    }

    [Fact]
    public async Task A_put_compares_the_modification_revision()
    {
        long first = await Store.Set("/a", "1");
        WriteResult second = await Store.Put("/a", Bytes("2"), first);
        WriteResult stale = await Store.Put("/a", Bytes("3"), first);
        WriteResult none = await Store.Put("/b", Bytes("1"), first);

        Assert.True(second.Succeeded);
        Assert.Equal((3, 2, 2), (second.Entry!.ModRevision, second.Entry.CreateRevision, second.Entry.Version));
        Assert.Equal("1", second.Previous.Text());
        Assert.False(stale.Succeeded);
        Assert.Equal("2", stale.Entry.Text());
        Assert.False(none.Succeeded);
        Assert.Null(none.Entry);
    }

    [Fact]
    public async Task A_delete_compares_the_modification_revision_and_returns_what_it_deleted()
    {
        long first = await Store.Set("/a", "1");
        long second = await Store.Set("/a", "2");
        WriteResult stale = await Store.Delete("/a", first);
        WriteResult deleted = await Store.Delete("/a", second);
        WriteResult again = await Store.Delete("/a", second);

        Assert.False(stale.Succeeded);
        Assert.Equal("2", stale.Entry.Text());
        Assert.True(deleted.Succeeded);
        Assert.Null(deleted.Entry);
        Assert.Equal("2", deleted.Previous.Text());
        Assert.False(again.Succeeded);
        Assert.Null(again.Entry);
        Assert.Equal("-", await Store.Read("/a"));
    }

    [Fact]
    public async Task A_key_created_again_begins_anew()
    {
        await Store.Set("/a", "1");
        await Store.Remove("/a");
        WriteResult again = await Store.Put("/a", Bytes("2"), Expect.Absent);

        Assert.Equal((4, 4, 1), (again.Entry!.ModRevision, again.Entry.CreateRevision, again.Entry.Version));
        Assert.Null(again.Previous);
    }

    [Fact]
    public async Task A_commit_is_one_revision_or_nothing()
    {
        await Store.Set("/a", "1");
        CommitResult refused = await Store.Commit(
            [StoreWrite.Put("/b", Bytes("1"), Expect.Absent), StoreWrite.Delete("/a", 99), StoreWrite.Delete("/c", Expect.Anything)]);
        CommitResult done = await Store.Commit(
            [StoreWrite.Put("/b", Bytes("1"), Expect.Absent), StoreWrite.Delete("/a", 2), StoreWrite.Put("/c", Bytes("1"), Expect.Anything)]);

        Assert.Equal((false, 2, 1, "1"), (refused.Succeeded, refused.Revision, refused.FailedWrite, refused.Current.Text()));
        Assert.Equal(new CommitResult(true, 3, -1, null), done);
        Assert.Equal("/b=1@3 /c=1@3", (await Store.List(new("/"))).Show());
    }

    [Fact]
    public async Task A_commit_of_nothing_changes_nothing() =>
        Assert.Equal(new CommitResult(true, 1, -1, null), await Store.Commit([]));

    [Fact]
    public async Task A_commit_writes_a_key_once_and_is_limited()
    {
        StoreWrite write = StoreWrite.Put("/a", Bytes("1"), Expect.Anything);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Commit([write, write]));
        StoreWrite[] many =
            [.. Enumerable.Range(0, StoreWrite.MaxPerCommit + 1).Select(index => StoreWrite.Put($"/{index}", Bytes("1"), Expect.Anything))];
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Commit(many));
        Assert.True((await Store.Commit(many[1..])).Succeeded);
    }

    [Fact]
    public async Task A_value_beyond_the_limit_is_refused_and_one_at_it_is_not()
    {
        int most = new StoreOptions().MaxValueBytes;
        Assert.True((await Store.Put("/a", new byte[most], Expect.Absent)).Succeeded);
        ValueTooLargeException refused = await Assert.ThrowsAsync<ValueTooLargeException>(
            async () => await Store.Put("/b", new byte[most + 1], Expect.Absent));
        Assert.Equal("the value of /b has 1572865 bytes: the store takes at most 1572864", refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/")]
    [InlineData("/a/")]
    [InlineData("/a\0b")]
    public async Task What_is_not_a_key_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Put(key, Bytes("1"), Expect.Absent));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Get(key));
    }

    [Fact]
    public async Task Empty_values_and_unusual_keys_are_kept_as_they_are()
    {
        await Store.Set("/registry/pods/ns/ünïcode-☃", "");
        GetResult found = await Store.Get("/registry/pods/ns/ünïcode-☃");
        Assert.Equal(0, found.Entry!.Value.Length);
        Assert.Equal(1, await Store.Count("/registry/pods/"));
    }

    [Fact]
    public async Task A_slice_of_a_larger_buffer_is_kept_as_the_slice()
    {
        byte[] buffer = Bytes("abcdef");
        await Store.Put("/a", buffer.AsMemory(2, 3), Expect.Absent);
        Assert.Equal("cde", await Store.Read("/a"));
    }
}
