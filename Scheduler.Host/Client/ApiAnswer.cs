using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Client;

/// <summary>What the server said: the object, or the Status that explains why not.</summary>
public readonly record struct ApiAnswer(int Status, JsonObject Document)
{
    private const int ShownMax = 300;

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsGone => Status == 404;

    public bool IsConflict => Status == 409;

    public string Message => Document.Text("message") ?? "";

    /// <summary>Why not, as a value; null where the call succeeded.</summary>
    public ApiFailure? Failure => IsSuccess ? null : ApiFailure.Of(Status, Document);

    /// <summary>Reads an answer. One that is no object, as from a proxy on the way, becomes a message.</summary>
    public static ApiAnswer Parse(int status, byte[] body)
    {
        if (body.AsSpan().TrimStart(" \r\n\t"u8) is [(byte)'{', ..])
        {
            try
            {
                return new(status, JsonNode.Parse(body)!.AsObject());
            }
            catch (JsonException)
            {
                // Cut off or no JSON after all: shown as it is.
            }
        }
        var text = Encoding.UTF8.GetString(body).Trim();
        return new(status, new JsonObject { ["message"] = text.Length <= ShownMax ? text : $"{text.AsSpan(0, ShownMax)}…" });
    }

    /// <summary>The answer, where anything but success is unexpected.</summary>
    /// <exception cref="ApiCallException">It is no success.</exception>
    public ApiAnswer OrThrow(string what) => IsSuccess ? this : throw new ApiCallException($"{what}: {Status} {Message}");
}
