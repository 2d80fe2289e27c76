using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>
/// Where a paged list goes on: after which key, at which revision. Opaque to clients.
/// </summary>
/// <param name="Revision">-1: at the newest, because the one before was compacted away.</param>
/// <param name="After">The last key of the page before, without the folder of the list.</param>
public readonly record struct ContinueToken(long Revision, string After)
{
    private const string Version = "meta.k8s.io/v1";

    public string Encode()
    {
        var token = new JsonObject { ["v"] = Version, ["rv"] = Revision, ["start"] = After };
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token.ToJsonString()));
    }

    /// <exception cref="ApiError">400: not a token of ours.</exception>
    public static ContinueToken Decode(string text)
    {
        var token = Parse(Bytes(text));
        if (token.Text("v") != Version) throw Invalid("server does not recognize this encoded version");
        if (token.Number("rv") is not { } revision || token.Text("start") is not { Length: > 0 } after || after.Contains("../", StringComparison.Ordinal))
            throw Invalid("encoded start key is empty or not allowed");
        return new ContinueToken(revision, after);
    }

    private static byte[] Bytes(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw Invalid("illegal base64 data");
        }
    }

    private static JsonObject Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject ?? throw Invalid("not an object");
        }
        catch (JsonException)
        {
            var first = bytes.Length == 0 ? "unexpected end of JSON input" : $"invalid character '{(char)bytes[0]}' looking for beginning of value";
            throw Invalid(first);
        }
    }

    private static ApiError Invalid(string why) => StatusErrors.BadRequest($"invalid continue token: continue key is not valid: {why}");
}
