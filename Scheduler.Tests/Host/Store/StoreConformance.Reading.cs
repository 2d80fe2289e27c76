using Scheduler.Host.Store;
using static Scheduler.Tests.Host.Store.StoreExtensions;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_folder_holds_the_keys_below_it_and_a_key_holds_itself()
    {
        foreach (string key in (string[])["/a/b", "/a/b/c", "/a/bc", "/a0", "/a", "/a-b"])
            await Store.Set(key, "1");

        Assert.Equal("/a/b=1@2 /a/b/c=1@3 /a/bc=1@4", (await Store.List(new("/a/"))).Show());
        Assert.Equal("/a/b/c=1@3", (await Store.List(new("/a/b/"))).Show());
        Assert.Equal("/a/b=1@2", (await Store.List(new("/a/b"))).Show());
        Assert.Equal("", (await Store.List(new("/b/"))).Show());
        Assert.Equal(6, await Store.Count("/"));
        Assert.Equal(3, await Store.Count("/a/"));
        Assert.Equal(1, await Store.Count("/a"));
    }

    [Fact]
    public async Task Pages_follow_each_other_at_one_revision_whatever_is_written_meanwhile()
    {
        for (int index = 0; index < 10; index++)
            await Store.Set($"/k/{index}", "old");

        ListResult first = await Store.List(new("/k/", Limit: 4));
        await Store.Set("/k/45", "new");
        await Store.Set("/k/5", "new");
        await Store.Remove("/k/6");
        await Store.Remove("/k/1");
        ListResult second = await Store.List(new("/k/", first.Revision, 4, first.Entries[^1].Key));
        ListResult third = await Store.List(new("/k/", first.Revision, 4, second.Entries[^1].Key));

        Assert.Equal((11, 10, 6), (first.Revision, first.Count, first.Remaining));
        Assert.Equal("/k/4=old@6 /k/5=old@7 /k/6=old@8 /k/7=old@9", second.Show());
        Assert.Equal((11, 6, 2), (second.Revision, second.Count, second.Remaining));
        Assert.Equal("/k/8=old@10 /k/9=old@11", third.Show());
        Assert.Equal(0, third.Remaining);
    }

    [Fact]
    public async Task A_key_can_be_read_as_it_was()
    {
        await Store.Set("/a", "1");
        await Store.Set("/b", "x");
        await Store.Set("/a", "2");
        await Store.Remove("/a");
        await Store.Set("/a", "3");

        Assert.Equal("-", await Store.Read("/a", 1));
        Assert.Equal("1", await Store.Read("/a", 2));
        Assert.Equal("1", await Store.Read("/a", 3));
        Assert.Equal("2", await Store.Read("/a", 4));
        Assert.Equal("-", await Store.Read("/a", 5));
        Assert.Equal("3", await Store.Read("/a", 6));
        Assert.Equal(6, (await Store.Get("/a")).Revision);
        Assert.Equal(3, (await Store.Get("/a", 3)).Revision);
    }

    [Fact]
    public async Task The_future_cannot_be_read()
    {
        await Store.Set("/a", "1");
        FutureRevisionException refused = await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.Get("/a", 3));
        Assert.Equal((3, 2), (refused.Requested, refused.Current));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.List(new("/", 3)));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.Compact(3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_revision_reads_as_a_plain_copy_of_it(int seed)
    {
        var random = new Random(seed);
        var copies = new List<SortedDictionary<string, string>> { null!, new(StringComparer.Ordinal) };
        var commits = new List<Task<CommitResult>>();
        for (int step = 0; step < 600; step++)
            copies.Add(RandomChange(copies[^1], random, commits));
        Assert.All(await Task.WhenAll(commits), commit => Assert.True(commit.Succeeded));

        long compacted = await Store.Compact(random.Next(1, 200));
        for (int check = 0; check < 400; check++)
        {
            long revision = random.NextInt64(compacted, copies.Count);
            string folder = random.Next(3) == 0 ? "/" : $"/{random.Next(4)}/";
            string? after = random.Next(3) == 0 ? $"/{random.Next(4)}/{random.Next(50):00}" : null;
            int limit = random.Next(3) == 0 ? 0 : random.Next(1, 20);
            string[] expected =
            [
                .. copies[(int)revision].Where(pair => pair.Key.StartsWith(folder, StringComparison.Ordinal))
                    .Where(pair => after is null || string.CompareOrdinal(pair.Key, after) > 0)
                    .Select(pair => $"{pair.Key}={pair.Value}"),
            ];

            ListResult list = await Store.List(new(folder, revision, limit, after));

            Assert.Equal((revision, expected.Length), (list.Revision, (int)list.Count));
            Assert.Equal(
                limit == 0 ? expected : expected.Take(limit), list.Entries.Select(entry => $"{entry.Key}={entry.Text()}"));
        }
    }

    [Fact]
    public async Task Thousands_of_keys_stay_sorted_through_any_order_of_creation_and_deletion()
    {
        var random = new Random(7);
        string[] keys = [.. Enumerable.Range(0, 3000).Select(index => $"/k/{index:x8}")];
        random.Shuffle(keys);
        foreach (string[] some in keys.Chunk(StoreWrite.MaxPerCommit))
            await Store.Commit([.. some.Select(key => StoreWrite.Put(key, Bytes(key), Expect.Absent))]);
        random.Shuffle(keys);
        foreach (string[] some in keys[..1700].Chunk(StoreWrite.MaxPerCommit))
            await Store.Commit([.. some.Select(key => StoreWrite.Delete(key, Expect.Anything))]);

        ListResult list = await Store.List(new("/k/"));

        Assert.Equal(keys[1700..].Order(StringComparer.Ordinal), list.Entries.Select(entry => entry.Key));
        Assert.Equal(1300, list.Count);
    }

    private SortedDictionary<string, string> RandomChange(
        SortedDictionary<string, string> before, Random random, List<Task<CommitResult>> commits)
    {
        var after = new SortedDictionary<string, string>(before, StringComparer.Ordinal);
        var writes = new Dictionary<string, StoreWrite>();
        int wanted = random.Next(4) == 0 ? random.Next(2, 6) : 1;
        while (writes.Count < wanted)
        {
            string key = $"/{random.Next(4)}/{random.Next(50):00}";
            bool delete = before.ContainsKey(key) && random.Next(3) == 0;
            string value = $"{random.Next(1000)}";
            writes[key] = delete ? StoreWrite.Delete(key, Expect.Anything) : StoreWrite.Put(key, Bytes(value), Expect.Anything);
            if (delete)
                after.Remove(key);
            else
                after[key] = value;
        }
        commits.Add(Store.Commit([.. writes.Values]).AsTask());
        return after;
    }
}
