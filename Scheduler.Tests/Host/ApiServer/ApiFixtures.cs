using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer;

/// <summary>Recorded data under fixtures/, one JSON object a line, and small helpers to state documents in tests.</summary>
internal static class ApiFixtures
{
    public static ApiSchema Schema => ApiSchema.Default;

    /// <param name="path">Below fixtures/, such as <c>api/protobuf-vectors.jsonl.gz</c>.</param>
    public static IEnumerable<JsonObject> Lines(string path)
    {
        using var file = new GZipStream(File.OpenRead(Fixtures.PathOf(path)), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
            yield return (JsonObject)JsonNode.Parse(line)!;
    }

    public static ApiResource Resource(string apiVersion, string kind) =>
        Schema.TryFindKind(apiVersion, kind, out ApiResource? resource) ? resource : throw new ArgumentException($"{apiVersion} {kind}");

    /// <summary>A document as a client would send it, read for the resource of its kind.</summary>
    public static JsonObject Read(string json)
    {
        var document = (JsonObject)JsonNode.Parse(json)!;
        ApiResource resource = Resource((string)document["apiVersion"]!, (string)document["kind"]!);
        return DocumentReader.Read(Schema, Encoding.UTF8.GetBytes(json), BodyFormat.Json, resource.GroupVersionKind, FieldValidationMode.Strict).Document;
    }

    public static string Text(JsonNode? node) => JsonTree.Text(node);

    /// <summary>Member order does not matter, everything else does.</summary>
    public static void AssertSame(JsonNode? expected, JsonNode? actual, string what)
    {
        if (!JsonNode.DeepEquals(expected, actual))
            Assert.Fail($"{what}\nexpected {Text(Sorted(expected))}\nactual   {Text(Sorted(actual))}");
    }

    private static JsonNode? Sorted(JsonNode? node)
    {
        if (node is JsonArray items)
            return new JsonArray([.. items.Select(Sorted)]);
        return node is JsonObject members
            ? new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value))))
            : node?.DeepClone();
    }
}
