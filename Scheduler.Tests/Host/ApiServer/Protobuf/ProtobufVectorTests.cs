using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer.Protobuf;

/// <summary>Objects of about fifty kinds as the reference server answered them, in JSON and in protobuf.</summary>
public sealed class ProtobufVectorTests
{
    private static readonly JsonObject[] Vectors = [.. ApiFixtures.Lines("api/protobuf-vectors.jsonl.gz")];

    private static IEnumerable<(string Path, JsonObject Json, byte[] Protobuf)> Objects =>
        from vector in Vectors
        where vector["json"] is JsonObject
        select ((string)vector["path"]!, (JsonObject)vector["json"]!, Convert.FromBase64String((string)vector["protobuf"]!));

    [Fact]
    public void Every_vector_decodes_to_the_recorded_json()
    {
        Assert.Equal(201, Objects.Count());
        foreach ((string path, JsonObject json, byte[] protobuf) in Objects)
            ApiFixtures.AssertSame(json, ProtobufCodec.Decode(ApiFixtures.Schema, protobuf), path);
    }

    [Fact]
    public void Every_vector_encodes_to_bytes_that_decode_to_it_again()
    {
        foreach ((string path, JsonObject json, _) in Objects)
            ApiFixtures.AssertSame(json, ProtobufCodec.Decode(ApiFixtures.Schema, ProtobufCodec.Encode(ApiFixtures.Schema, json)), path);
    }

    [Fact]
    public void Every_vector_encodes_to_the_recorded_bytes()
    {
        string[] different = [.. Objects.Where(o => !ProtobufCodec.Encode(ApiFixtures.Schema, o.Json).AsSpan().SequenceEqual(o.Protobuf)).Select(o => o.Path)];
        Assert.Empty(different);
    }

    [Fact]
    public void Reading_the_json_of_a_vector_changes_nothing()
    {
        foreach ((string path, JsonObject json, _) in Objects)
        {
            Assert.True(ApiFixtures.Schema.TryFindType((string)json["apiVersion"]!, (string)json["kind"]!, out ApiType? type), path);
            var problems = new List<string>();
            ApiFixtures.AssertSame(json, DocumentReader.Normalize(type, json, problems), path);
            Assert.Empty(problems);
        }
    }

    [Fact]
    public void Both_readings_write_the_same_bytes()
    {
        foreach ((string path, JsonObject json, byte[] protobuf) in Objects)
        {
            ApiFixtures.Schema.TryFindType((string)json["apiVersion"]!, (string)json["kind"]!, out ApiType? type);
            string fromJson = ApiFixtures.Text(DocumentReader.Normalize(type!, json, []));
            Assert.Equal(fromJson, ApiFixtures.Text(ProtobufCodec.Decode(ApiFixtures.Schema, protobuf)));
        }
    }

    [Fact]
    public void A_watch_stream_is_read_frame_by_frame()
    {
        JsonObject watch = Vectors.Single(v => v["watchEvents"] is not null);
        byte[] stream = Convert.FromBase64String((string)watch["protobuf"]!);
        int offset = 0;
        foreach (JsonNode? expected in (JsonArray)watch["watchEvents"]!)
        {
            offset += ProtobufCodec.TryDecodeWatchFrame(ApiFixtures.Schema, stream.AsSpan(offset), out string type, out JsonObject? document);
            Assert.Equal((string)expected!["type"]!, type);
            ApiFixtures.AssertSame(expected["object"], document, $"event at {offset}");
            byte[] frame = ProtobufCodec.EncodeWatchFrame(ApiFixtures.Schema, type, document!);
            Assert.Equal(frame.Length, ProtobufCodec.TryDecodeWatchFrame(ApiFixtures.Schema, frame, out _, out JsonObject? again));
            ApiFixtures.AssertSame(document, again, "frame written and read");
            Assert.Equal(0, ProtobufCodec.TryDecodeWatchFrame(ApiFixtures.Schema, frame.AsSpan(0, frame.Length - 1), out _, out _));
        }

        Assert.Equal(stream.Length, offset);
    }

    [Fact]
    public void Bodies_that_kubectl_sent_are_read()
    {
        var kinds = new HashSet<string>();
        foreach (JsonObject line in ApiFixtures.Lines("wire/kubectl.jsonl.gz"))
        {
            JsonNode request = line["request"]!;
            if (request["headers"].Text("Content-Type") != "application/vnd.kubernetes.protobuf")
                continue;
            byte[] body = request["body"] is JsonValue text ? System.Text.Encoding.UTF8.GetBytes((string)text!) : Convert.FromBase64String(request["body"].Text("base64")!);
            JsonObject document = ProtobufCodec.Decode(ApiFixtures.Schema, body);
            kinds.Add(document.Text("kind")!);
            ApiFixtures.AssertSame(document, ProtobufCodec.Decode(ApiFixtures.Schema, ProtobufCodec.Encode(ApiFixtures.Schema, document)), (string)line["command"]!);
        }

        Assert.Superset(new HashSet<string> { "Namespace", "Deployment", "ServiceAccount", "TokenRequest", "SelfSubjectAccessReview" }, kinds);
    }

    [Theory]
    [InlineData("""{"kind":"DeleteOptions","apiVersion":"apps/v1","gracePeriodSeconds":0,"preconditions":{"uid":"u"},"propagationPolicy":"Foreground"}""")]
    [InlineData("""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"x","labels":{"a":"b"}}}""")]
    [InlineData("""{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"x"}}]}""")]
    [InlineData("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"m","reason":"NotFound","details":{"name":"x","causes":[{"reason":"r","message":"m","field":"f"}],"retryAfterSeconds":1},"code":404}""")]
    public void Envelopes_of_the_api_travel_too(string json)
    {
        var document = (JsonObject)JsonNode.Parse(json)!;
        Assert.True(ProtobufCodec.CanEncode(ApiFixtures.Schema, document));
        ApiFixtures.AssertSame(document, ProtobufCodec.Decode(ApiFixtures.Schema, ProtobufCodec.Encode(ApiFixtures.Schema, document)), json);
    }

    [Fact]
    public void A_table_has_no_protobuf_form() =>
        Assert.False(ProtobufCodec.CanEncode(ApiFixtures.Schema, new JsonObject { ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1" }));
}
