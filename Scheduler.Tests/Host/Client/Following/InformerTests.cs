using System.Threading.Channels;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.Client;
using Scheduler.Tests.Host.ApiServer.Wire;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Client.Following;

/// <summary>What an informer asks and tells, answer by answer.</summary>
public sealed class InformerTests : IAsyncDisposable
{
    private const string Streamed = "/api/v1/configmaps?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
    private const string Watched = "/api/v1/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=";
    private const string Paged = "/api/v1/configmaps?limit=2";

    private readonly ScriptedServer server = new();
    private readonly ManualClock clock = new();
    private readonly Channel<string> told = Channel.CreateUnbounded<string>();
    private readonly List<string> refused = [];
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    [Fact]
    public async Task A_list_that_is_streamed_goes_on_as_a_watch()
    {
        Start();
        server.Answer(Event("ADDED", "a", 3) + Event("ADDED", "b", 2) + End(5) + Event("MODIFIED", "a", 6) + Event("DELETED", "b", 7) + Bookmark(9));
        server.Answer(Event("ADDED", "c", 11), ends: false);
        await Tells("a@3", "b@2", "synced@5", "a@6", "-b@7", "c@11");
        await Asks(Streamed, $"{Watched}9");
    }

    [Fact]
    public async Task A_server_that_cannot_stream_lists_is_asked_for_pages()
    {
        Start();
        server.Refuse(422, "sendInitialEvents is forbidden for watch");
        server.Answer(List(5, "next page", ("a", 3), ("b", 2)));
        server.Answer(List(5, "", ("c", 4)));
        server.Answer(Event("ADDED", "d", 6), ends: false);
        await Tells("a@3", "b@2", "c@4", "synced@5", "d@6");
        await Asks(Streamed, Paged, $"{Paged}&continue=next%20page", $"{Watched}5");
    }

    [Fact]
    public async Task Pages_that_the_server_has_forgotten_are_asked_for_all_at_once()
    {
        Start(streams: false);
        server.Answer(List(5, "x", ("a", 3), ("b", 2)));
        server.Refuse(410);
        server.Answer(List(7, "", ("a", 3), ("c", 6)));
        server.Answer("", ends: false);
        await Tells("a@3", "b@2");
        await Advance();
        await Tells("c@6", "-b@7", "synced@7");
        await Asks(Paged, $"{Paged}&continue=x", "/api/v1/configmaps?limit=0", $"{Watched}7");
    }

    [Fact]
    public async Task A_watch_whose_version_is_forgotten_lists_again_and_tells_the_difference()
    {
        Start();
        server.Answer(Event("ADDED", "a", 3) + Event("ADDED", "b", 4) + End(5) + Event("ADDED", "c", 6));
        server.Answer(Error(410));
        server.Answer(Event("ADDED", "a", 8) + Event("ADDED", "b", 4) + End(9), ends: false);
        await Tells("a@3", "b@4", "synced@5", "c@6", "a@8", "-c@9", "synced@9");
        await Asks(Streamed, $"{Watched}6", Streamed);
    }

    [Fact]
    public async Task A_server_that_forgets_at_once_is_not_asked_in_a_circle()
    {
        Start();
        server.Answer(End(5));
        await Tells("synced@5");
        server.Refuse(410);
        await Asks(Streamed, $"{Watched}5");
        await Advance();
        server.Answer(End(6), ends: false);
        await Tells("synced@6");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_server_in_trouble_is_asked_for_the_same_later_and_later(int status)
    {
        Start();
        server.Answer(End(5) + Event("ADDED", "a", 6));
        await Tells("synced@5", "a@6");
        await Asks(Streamed);
        foreach (var (least, most) in ((double, double)[])[(0.25, 0.5), (0.5, 1), (1, 2), (2, 4), (4, 8), (8, 16), (15, 30), (15, 30)])
        {
            server.Refuse(status);
            await Asks($"{Watched}6");
            Assert.InRange((await Advance()).TotalSeconds, least, most);
        }
        server.Refuse(status, details: """{"retryAfterSeconds":7}""");
        await Asks($"{Watched}6");
        Assert.Equal(7, (await Advance()).TotalSeconds);
        server.Answer(Event("DELETED", "a", 7), ends: false);
        await Tells("-a@7");
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"b","resou""")] // Cut off.
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"meta\n")]
    [InlineData("rce\":{}}\n{\"type\":\"ADDED\"\n")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"b\",\"resourceVersion\":\"x\"}}}\n")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":\"7\"}}}\n")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{\"code\":500}}\n")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{}}\n")]
    [InlineData("<html>\n")]
    public async Task A_broken_stream_is_taken_up_where_it_was_whole(string broken)
    {
        Start();
        server.Answer(End(5) + Event("ADDED", "a", 6) + broken);
        await Tells("synced@5", "a@6");
        await Asks(Streamed);
        if (broken.EndsWith('\n')) await Advance();
        server.Answer(Event("ADDED", "b", 7), ends: false);
        await Asks($"{Watched}6");
        await Tells("b@7");
    }

    [Fact]
    public async Task What_comes_twice_is_told_once_and_what_comes_out_of_order_makes_it_list_again()
    {
        Start();
        var (first, second, gone) = (Event("ADDED", "a", 6), Event("ADDED", "b", 7), Event("DELETED", "a", 8));
        server.Answer(End(5) + first + second + first + second + gone + gone + first.Replace("\"6\"", "\"9\"") + gone + Event("ADDED", "d", 11) + Event("ADDED", "c", 10));
        server.Answer(Event("ADDED", "a", 9) + Event("ADDED", "b", 7) + Event("ADDED", "c", 10) + Event("ADDED", "d", 11) + End(11), ends: false);
        await Tells("synced@5", "a@6", "b@7", "-a@8", "a@9", "d@11", "c@10", "synced@11");
    }

    [Fact]
    public async Task A_missing_permission_is_one_line_that_names_verb_and_resource()
    {
        Start();
        server.Refuse(403, "configmaps is forbidden: User x cannot watch resource configmaps");
        await Asks(Streamed);
        await Advance();
        server.Refuse(403, "configmaps is forbidden: User x cannot watch resource configmaps");
        await Asks(Streamed);
        await Advance();
        server.Answer(End(5), ends: false);
        await Tells("synced@5");
        Assert.Equal(["watch configmaps: forbidden (403): configmaps is forbidden: User x cannot watch resource configmaps"], refused);
    }

    [Fact]
    public async Task A_resource_that_the_server_does_not_have_is_left_out_and_asked_for_again_after_a_while()
    {
        Start();
        server.Refuse(404, "the server could not find the requested resource");
        await Tells("synced@0");
        Assert.Equal(TimeSpan.FromMinutes(5), await Advance());
        server.Answer(Event("ADDED", "a", 3) + End(5), ends: false);
        await Tells("a@3", "synced@5");
        Assert.Equal(["watch configmaps: the server does not have this resource; it is left out"], refused);
    }

    [Fact]
    public async Task A_server_that_goes_silent_in_a_list_is_left()
    {
        Start();
        server.Answer(Event("ADDED", "a", 3), ends: false);
        await Tells("a@3");
        await Asks(Streamed);
        Assert.Equal(60, (await Advance()).TotalSeconds);
        await Advance();
        server.Answer(Event("ADDED", "b", 4) + End(5), ends: false);
        await Tells("b@4", "-a@5", "synced@5");
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_passed_over_until_it_can()
    {
        var reader = new KubeReader();
        Start(decode: (json, key) => reader.Read(json, KubeKind.Pod, key));
        var bad = """{"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"7"},"spec":{"priority":"x"}}}""" + "\n";
        server.Answer(Event("ADDED", "a", 6) + bad.Replace("\"a\"", "\"b\"") + End(7) + bad.Replace("\"7\"", "\"8\"") + Event("DELETED", "b", 9) + Event("MODIFIED", "a", 10), ends: false);
        await Tells("a@6=6", "synced@7=", "a@10=10");
        Assert.Equal(["b: Pod b: spec.priority", "a: Pod a: spec.priority"], refused.Select(line => line[..line.LastIndexOf(':')]));
    }

    [Fact]
    public async Task What_a_real_server_sends_is_understood()
    {
        var recorded = WireExchange.Read("edge").Single(exchange => exchange.Path.Contains("sendInitialEvents=true&resourceVersionMatch", StringComparison.Ordinal));
        Start();
        server.Answer(string.Concat(recorded.ResponseBody!["watchEvents"]!.AsArray().Select(one => one!.ToJsonString() + "\n")), ends: false);
        await Tells("default/e-r6ngc@691", "default/e1@700", "default/uf2@698", "synced@710");
    }

    [Fact]
    public void Lists_of_a_real_server_are_understood()
    {
        var lists = WireExchange.Read("edge").Where(one => one.Status == 200 && one.HasWholeBody && one.ResponseBody is System.Text.Json.Nodes.JsonObject body
            && body["kind"]?.GetValue<string>() == "PodList" && body["metadata"]!["continue"] is null).ToArray();
        Assert.NotEmpty(lists);
        foreach (var list in lists)
        {
            var items = new List<(Scheduler.Host.Client.Following.ObjectHead Head, Range Text)>();
            var page = Scheduler.Host.Client.Following.ListPage.Read(System.Text.Encoding.UTF8.GetBytes(list.ResponseBody!.ToJsonString()), items);
            Assert.Equal(list.ResponseBody["items"]!.AsArray().Select(pod => $"default/{pod!["metadata"]!["name"]}"), items.Select(item => item.Head.Key));
            Assert.Equal(list.ResponseBody["metadata"]!["resourceVersion"]!.GetValue<string>(), page.Version.ToString());
        }
    }

    private static string Event(string type, string name, long version) =>
        Line(type, $$"""{"kind":"ConfigMap","metadata":{"name":"{{name}}","resourceVersion":"{{version}}"} }""");

    private static string End(long version) =>
        Line("BOOKMARK", $$"""{"kind":"ConfigMap","metadata":{"resourceVersion":"{{version}}","annotations":{"k8s.io/initial-events-end":"true"} } }""");

    private static string Bookmark(long version) => Line("BOOKMARK", $$"""{"metadata":{"resourceVersion":"{{version}}"} }""");

    private static string Error(int code) => Line("ERROR", $$"""{"kind":"Status","code":{{code}} }""");

    private static string Line(string type, string value) => $$"""{"type":"{{type}}","object":{{value}} }""" + "\n";

    private static string List(long version, string next, params (string Name, long Version)[] items)
    {
        var texts = items.Select(item => $$"""{"metadata":{"name":"{{item.Name}}","resourceVersion":"{{item.Version}}"} }""");
        return $$"""{"metadata":{"resourceVersion":"{{version}}","continue":"{{next}}"},"items":[{{string.Join(',', texts)}}]}""";
    }

    private void Start(bool streams = true, ObjectDecoder? decode = null)
    {
        var informer = new Informer(server, Resources.ConfigMaps, Tell, clock) { Options = new() { Streams = streams, PageSize = 2, Decode = decode, Refused = refused.Add } };
        running = Task.Run(() => informer.RunAsync(stop.Token));

        void Tell(Change change)
        {
            var value = decode is null ? "" : $"={(change.Value as Pod)?.Metadata.ResourceVersion}";
            told.Writer.TryWrite(change.Kind == ChangeKind.Synced ? $"synced@{change.Version}{value}" : $"{(change.Kind == ChangeKind.Deleted ? "-" : "")}{change.Key}@{change.Version}{value}");
        }
    }

    private Task<TimeSpan> Advance() => clock.AdvanceToNext(TimeSpan.FromMinutes(5)).WaitAsync(TimeSpan.FromSeconds(20));

    private async Task Tells(params string[] expected)
    {
        var found = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (found.Count < expected.Length) found.Add(await told.Reader.ReadAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            // Compared as far as it came.
        }
        Assert.Equal(expected, found);
    }

    private async Task Asks(params string[] expected)
    {
        foreach (var one in expected) Assert.Equal(one, await server.Asked().WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
