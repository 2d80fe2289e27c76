using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Wire;

/// <summary>One recorded request and its answer (fixtures/wire).</summary>
public sealed record WireExchange(string File, int Index, string Command, string Method, string Path, JsonObject RequestHeaders, JsonNode? RequestBody, int Status, JsonObject ResponseHeaders, JsonNode? ResponseBody)
{
    public string Id => $"{File} {Index}";

    /// <summary>What the request sent; null when the recording holds only a part of it.</summary>
    public byte[]? RequestBytes() => RequestBody switch
    {
        null => [],
        JsonValue text => Encoding.UTF8.GetBytes(text.GetValue<string>()),
        JsonObject cut when cut.ContainsKey("textBytes") => Padded(cut),
        JsonObject binary when binary.ContainsKey("base64") => FromBase64(binary["base64"]!.GetValue<string>()),
        var json => Encoding.UTF8.GetBytes(json.ToJsonString()),
    };

    /// <summary>The answer's body if it was protobuf and is whole. What happened to be text was recorded as text.</summary>
    public byte[]? ResponseBinary()
    {
        if (ResponseBody is JsonObject binary && binary["base64"] is { } text) return FromBase64(text.GetValue<string>());
        var isProtobuf = ResponseHeaders["Content-Type"]?.GetValue<string>() == "application/vnd.kubernetes.protobuf";
        return isProtobuf && ResponseBody is JsonValue value ? Encoding.UTF8.GetBytes(value.GetValue<string>()) : null;
    }

    /// <summary>The answer's body is in the recording, as JSON or text.</summary>
    public bool HasWholeBody => ResponseBody switch
    {
        JsonObject cut when cut.ContainsKey("textBytes") || cut.ContainsKey("base64") => false,
        JsonValue text => !text.GetValue<string>().StartsWith("(OpenAPI", StringComparison.Ordinal),
        _ => true,
    };

    public string? Header(string name) => RequestHeaders[name]?.GetValue<string>();

    public static IReadOnlyList<WireExchange> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(Fixtures.PathOf($"wire/{file}.jsonl.gz")), CompressionMode.Decompress));
        var exchanges = new List<WireExchange>();
        while (reader.ReadLine() is { } line)
        {
            var node = JsonNode.Parse(line)!;
            var (request, response) = (node["request"]!, node["response"]!);
            exchanges.Add(new WireExchange(
                file, exchanges.Count, node["command"]!.GetValue<string>(), request["method"]!.GetValue<string>(), request["path"]!.GetValue<string>(),
                request["headers"]!.AsObject(), request["body"], response["status"]!.GetValue<int>(), response["headers"]!.AsObject(), response["body"]));
        }
        return exchanges;
    }

    /// <summary>Secrets were cut out of binary bodies: what is left is no body.</summary>
    private static byte[]? FromBase64(string text) => text.Contains('<') ? null : Convert.FromBase64String(text);

    /// <summary>A large body was recorded as its length and its head; the rest is the head's last letter over and over.</summary>
    private static byte[] Padded(JsonObject cut)
    {
        const string end = "\"}}";
        var length = cut["textBytes"]!.GetValue<int>();
        var text = cut["head"]!.GetValue<string>();
        return Encoding.UTF8.GetBytes(text.PadRight(length - end.Length, text[^1]) + end);
    }
}
