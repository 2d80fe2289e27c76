using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Tests.Host.ApiServer.Verbs;

public sealed class ReaderTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Pages_show_the_list_as_it_was_at_the_first_page()
    {
        await using var server = await TestServer.Start();
        for (var i = 0; i < 5; i++) await server.CreateConfigMap($"c{i}");
        var first = await server.Get($"{ConfigMaps}?limit=2");
        Assert.Equal(["c0", "c1"], Names(first));
        Assert.Equal(3, first["metadata"]!["remainingItemCount"]!.GetValue<int>());

        await server.Delete($"{ConfigMaps}/c3");
        await server.CreateConfigMap("c31");
        var second = await server.Get($"{ConfigMaps}?limit=2&continue={Token(first)}");
        var third = await server.Get($"{ConfigMaps}?limit=2&continue={Token(second)}");

        Assert.Equal(["c2", "c3"], Names(second));
        Assert.Equal(["c4"], Names(third));
        Assert.Null(third["metadata"]!["continue"]);
        Assert.Equal(Version(first), Version(third));
    }

    [Fact]
    public async Task A_page_whose_version_was_compacted_away_is_gone_and_says_how_to_go_on()
    {
        await using var server = await TestServer.Start();
        for (var i = 0; i < 4; i++) await server.CreateConfigMap($"c{i}");
        var first = await server.Get($"{ConfigMaps}?limit=2");
        await server.CreateConfigMap("c9");
        await server.Store.Compact(await Revision(server));

        var gone = await server.Refused(410, "GET", $"{ConfigMaps}?limit=2&continue={Token(first)}");
        Assert.Equal("Expired", gone["reason"]!.GetValue<string>());
        var rest = await server.Get($"{ConfigMaps}?continue={Token(gone)}");
        Assert.Equal(["c2", "c3", "c9"], Names(rest));
    }

    [Fact]
    public async Task A_selector_fills_its_pages_and_counts_no_remainder()
    {
        await using var server = await TestServer.Start();
        for (var i = 0; i < 6; i++) await server.CreateConfigMap($"c{i}", i % 2 == 0 ? "even=yes" : "even=no");
        var first = await server.Get($"{ConfigMaps}?limit=2&labelSelector=even%3Dyes");
        Assert.Equal(["c0", "c2"], Names(first));
        Assert.Null(first["metadata"]!["remainingItemCount"]);
        var second = await server.Get($"{ConfigMaps}?limit=2&labelSelector=even%3Dyes&continue={Token(first)}");
        Assert.Equal(["c4"], Names(second));
    }

    [Fact]
    public async Task Exactly_a_version_shows_the_past_and_not_older_than_shows_the_present()
    {
        await using var server = await TestServer.Start();
        var one = await server.CreateConfigMap("one");
        await server.CreateConfigMap("two");
        var version = one["metadata"]!["resourceVersion"];
        Assert.Equal(["one"], Names(await server.Get($"{ConfigMaps}?resourceVersion={version}&resourceVersionMatch=Exact")));
        Assert.Equal(["one"], Names(await server.Get($"{ConfigMaps}?resourceVersion={version}&limit=10")));
        Assert.Equal(["one", "two"], Names(await server.Get($"{ConfigMaps}?resourceVersion={version}&resourceVersionMatch=NotOlderThan")));
        Assert.Equal(["one", "two"], Names(await server.Get($"{ConfigMaps}?resourceVersion=0&limit=1")));
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersionMatch=Exact&resourceVersion=0", "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    public async Task Parameters_that_contradict_each_other_are_refused(string query, string why)
    {
        await using var server = await TestServer.Start();
        var refusal = await server.Refused(422, "GET", $"{ConfigMaps}?{query}");
        Assert.Contains(why, refusal["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_version_that_does_not_exist_yet_times_out_with_a_hint_to_come_back()
    {
        await using var server = await TestServer.Start();
        var response = await server.Send("GET", $"{ConfigMaps}?resourceVersion=999999");
        Assert.Equal(504, response.Status);
        Assert.Equal("1", response.Header("Retry-After"));
    }

    [Fact]
    public async Task A_selector_for_a_name_reads_one_object()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("one");
        await server.CreateConfigMap("two");
        Assert.Equal(["two"], Names(await server.Get($"{ConfigMaps}?fieldSelector=metadata.name%3Dtwo")));
        Assert.Empty(Names(await server.Get($"{ConfigMaps}?fieldSelector=metadata.name%3Dthree")));
        Assert.Equal(["one"], Names(await server.Get("/api/v1/configmaps?fieldSelector=metadata.name%3Done")));
    }

    [Fact]
    public async Task Metadata_alone_and_protobuf_show_the_same_objects()
    {
        await using var server = await TestServer.Start();
        await server.CreateConfigMap("one", "a=b");
        var partial = await server.Get(ConfigMaps, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        Assert.Equal("PartialObjectMetadataList", partial["kind"]!.GetValue<string>());
        Assert.Equal(["one"], Names(partial));
        var binary = await server.Send("GET", ConfigMaps, null, accept: MediaTypes.Protobuf);
        Assert.Equal(MediaTypes.Protobuf, binary.ContentType);
        Assert.True(binary.Body.Span.StartsWith("k8s\0"u8));
    }

    [Fact]
    public async Task Items_of_a_list_carry_no_kind_and_every_object_its_version()
    {
        await using var server = await TestServer.Start();
        var made = await server.CreateConfigMap("one");
        var item = (await server.Get(ConfigMaps))["items"]![0]!.AsObject();
        Assert.False(item.ContainsKey("kind"));
        Assert.Equal(made["metadata"]!["resourceVersion"]!.GetValue<string>(), item["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    private static List<string> Names(JsonObject list) => [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>())];

    private static string Token(JsonObject document) => Uri.EscapeDataString(document["metadata"]!["continue"]!.GetValue<string>());

    private static string Version(JsonObject list) => list["metadata"]!["resourceVersion"]!.GetValue<string>();

    private static async Task<long> Revision(TestServer server) => (await server.Store.Status()).Revision;
}
