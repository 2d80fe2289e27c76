using System.Text.Json.Nodes;
using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.ApiServer.Watching;

public sealed class WatcherTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_watch_without_version_begins_with_what_is_there()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("one");
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true");
        Assert.Equal("ADDED one", await watch.NextText());
        await server.CreateConfigMap("two");
        Assert.Equal("ADDED two", await watch.NextText());
    }

    [Fact]
    public async Task A_watch_from_a_version_tells_what_came_after_it()
    {
        await using var server = await TestServer.Start();
        var one = await server.CreateConfigMap("one");
        await server.CreateConfigMap("two");
        await server.Delete($"{ConfigMaps}/one");
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&resourceVersion={one["metadata"]!["resourceVersion"]}");
        Assert.Equal("ADDED two", await watch.NextText());
        var gone = await watch.Next();
        Assert.Equal("DELETED", gone!["type"]!.GetValue<string>());
        var revision = (await server.Store.Status()).Revision;
        Assert.Equal(revision.ToString(), gone["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_object_that_begins_to_match_is_added_and_one_that_ceases_is_deleted()
    {
        await using var server = await TestServer.Start();
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&labelSelector=app%3Dweb");
        await server.CreateConfigMap("one", "app=other");
        await Label("web");
        await server.Patch($"{ConfigMaps}/one", JsonNode.Parse("""{"data":{"x":"1"}}""")!);
        await Label("other");
        await server.Delete($"{ConfigMaps}/one");
        await server.CreateConfigMap("two", "app=web");

        Assert.Equal("ADDED one", await watch.NextText());
        Assert.Equal("MODIFIED one", await watch.NextText());
        var ceased = await watch.Next();
        Assert.Equal("DELETED", ceased!["type"]!.GetValue<string>());
        Assert.Equal("web", ceased["object"]!["metadata"]!["labels"]!["app"]!.GetValue<string>());
        Assert.Equal("ADDED two", await watch.NextText());

        Task Label(string app) => server.Patch($"{ConfigMaps}/one", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = app } } });
    }

    [Fact]
    public async Task Initial_events_end_with_a_bookmark_that_says_so()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("one");
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        Assert.Equal("ADDED one", await watch.NextText());
        var bookmark = await watch.Next();
        Assert.Equal("BOOKMARK", bookmark!["type"]!.GetValue<string>());
        Assert.Equal("true", bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
        await server.CreateConfigMap("two");
        Assert.Equal("ADDED two", await watch.NextText());
    }

    [Fact]
    public async Task Bookmarks_come_about_once_a_minute_while_nothing_happens()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("one");
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&allowWatchBookmarks=true");
        Assert.Equal("ADDED one", await watch.NextText());
        await server.CreatePod("elsewhere");
        server.Clock.Advance(TimeSpan.FromSeconds(70));
        var bookmark = await watch.Next();
        Assert.Equal("BOOKMARK", bookmark!["type"]!.GetValue<string>());
        Assert.Equal((await server.Store.Status()).Revision.ToString(), bookmark["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_watch_ends_when_its_time_is_over()
    {
        await using var server = await TestServer.Start();
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&timeoutSeconds=5");
        server.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await watch.Next());
        await watch.Ended;
    }

    [Fact]
    public async Task A_version_that_history_no_longer_reaches_is_gone()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("one");
        await server.CreateConfigMap("two");
        await server.Store.Compact((await server.Store.Status()).Revision);
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&resourceVersion=2");
        var error = await watch.Next();
        Assert.Equal("ERROR", error!["type"]!.GetValue<string>());
        Assert.Equal(410, error["object"]!["code"]!.GetValue<int>());
        Assert.Null(await watch.Next());
    }

    [Fact]
    public async Task Five_hundred_watchers_of_a_thousand_objects_see_every_change_in_order()
    {
        await using var server = await TestServer.Start();
        var watches = new List<TestWatch>();
        for (var i = 0; i < 500; i++) watches.Add(await server.Watch($"{ConfigMaps}?watch=true"));
        for (var i = 0; i < 1000; i++) await server.CreateConfigMap($"c{i:D4}");

        foreach (var watch in watches)
        {
            for (var i = 0; i < 1000; i++) Assert.Contains($"\"name\":\"c{i:D4}\"", await watch.NextLine());
            await watch.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_watcher_that_does_not_read_is_ended_and_holds_up_nobody()
    {
        await using var server = await TestServer.Start(TestServer.Options with { WatchEventsBehindMax = 50 });
        var response = await server.Send("GET", $"{ConfigMaps}?watch=true");
        // The pipe takes little; its other end is never read.
        var pipe = new System.IO.Pipelines.Pipe(new System.IO.Pipelines.PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048));
        var stream = response.Stream!(pipe.Writer, CancellationToken.None);
        for (var i = 0; i < 200; i++) await server.CreateConfigMap($"c{i}");
        if (pipe.Reader.TryRead(out var read)) pipe.Reader.AdvanceTo(read.Buffer.End);
        await stream;
        Assert.True(read.Buffer.Length < 64 * 1024);
    }

    [Fact]
    public async Task A_watch_that_wants_no_initial_events_tells_only_what_comes()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("before");
        await using var watch = await server.Watch($"{ConfigMaps}?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        await server.CreateConfigMap("after");
        Assert.Equal("ADDED after", await watch.NextText());
    }
}
