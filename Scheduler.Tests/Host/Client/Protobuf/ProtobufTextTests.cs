using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client.Following;
using Scheduler.Host.Client.Protobuf;
using Scheduler.Tests.Host.ApiServer;
using Scheduler.Tests.Host.ApiServer.Wire;

namespace Scheduler.Tests.Host.Client.Protobuf;

public sealed class ProtobufTextTests
{
    private readonly KubeReader reader = new();
    private readonly ProtobufText text = new();

    [Fact]
    public void Every_object_of_a_dump_is_the_same_record_whichever_way_it_comes()
    {
        using var unzipped = new GZipStream(File.OpenRead(Fixtures.PathOf("clusters/eu-1.json.gz")), CompressionMode.Decompress);
        var items = JsonNode.Parse(unzipped)!["items"]!.AsArray();
        Assert.Equal(1743, items.Count);
        foreach (var item in items) Same(item!.AsObject());
    }

    [Fact]
    public void So_are_the_objects_of_a_real_server()
    {
        var found = 0;
        foreach (var exchange in (IEnumerable<WireExchange>)[.. WireExchange.Read("kubectl"), .. WireExchange.Read("edge")])
            if (exchange.Status is 200 or 201 && exchange.HasWholeBody) found += Objects(exchange.ResponseBody).Count(Same);
        Assert.InRange(found, 50, 10_000);
    }

    [Fact]
    public async Task Pages_and_their_objects_are_found_in_what_the_server_sends()
    {
        await using var server = await TestServer.Start();
        for (var i = 0; i < 5; i++) await server.CreatePod($"p{i}", "app=web");
        var answer = await server.Send("GET", "/api/v1/pods?limit=3", null, accept: MediaTypes.Protobuf);
        List<(ObjectHead Head, Range Text)> items = [];
        var page = ProtobufMessages.ReadPage(answer.Body.Span, items);
        Assert.True(page is { Version: > 0, Continue.Length: > 0 });
        Assert.Equal(["default/p0", "default/p1", "default/p2"], items.Select(item => item.Head.Key));
        var type = Scheduler.Host.Client.Resources.Pods.Type;
        foreach (var (head, range) in items)
        {
            var pod = (Pod)reader.Read(text.Of(type, answer.Body.Span[range]), KubeKind.Pod);
            Assert.Equal((head.Key, head.Version.ToString()), (pod.Metadata.Key, pod.Metadata.ResourceVersion));
            Assert.Equal("web", pod.Metadata.Labels["app"]);
        }
    }

    [Fact]
    public void Broken_bytes_are_an_error_and_nothing_else()
    {
        var whole = ProtobufCodec.EncodeWatchFrame(ApiSchema.Default, "ADDED", TestServer.Document("v1", "Pod", "p"));
        var type = Scheduler.Host.Client.Resources.Pods.Type;
        var random = new Random(1);
        for (var round = 0; round < 3000; round++)
        {
            var broken = whole.ToArray();
            for (var i = 0; i <= round % 4; i++) broken[4 + random.Next(broken.Length - 4)] = (byte)random.Next(256);
            try
            {
                var frame = ProtobufMessages.ReadFrame(broken.AsSpan(4, random.Next(broken.Length - 4)));
                text.Of(type, frame.Object);
            }
            catch (JsonException)
            {
                // The one error that an informer expects.
            }
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one when one["metadata"]?["name"] is not null && one["metadata"]?["resourceVersion"] is not null && one["kind"] is not null => [one],
        JsonObject list => list.SelectMany(field => Objects(field.Value)),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    /// <summary>False where it is no object that scheduling reads.</summary>
    private bool Same(JsonObject document)
    {
        if (KubeKinds.Find(document["apiVersion"]!.GetValue<string>(), document["kind"]!.GetValue<string>()) is not { } kind) return false;
        if (!ApiSchema.Default.TryFindType(document["apiVersion"]!.GetValue<string>(), document["kind"]!.GetValue<string>(), out var type)) return false;
        var body = ProtobufCodec.Encode(ApiSchema.Default, document);
        var canonical = ProtobufCodec.Decode(ApiSchema.Default, body);
        var direct = reader.Read(JsonSerializer.SerializeToUtf8Bytes(canonical), kind);
        var frame = ProtobufCodec.EncodeWatchFrame(ApiSchema.Default, "ADDED", document);
        var through = reader.Read(text.Of(type, ProtobufMessages.ReadFrame(frame.AsSpan(ProtobufMessages.PrefixBytes)).Object), kind);
        Assert.Equal(ObjectWriter.ToJson(direct), ObjectWriter.ToJson(through));
        return true;
    }
}
