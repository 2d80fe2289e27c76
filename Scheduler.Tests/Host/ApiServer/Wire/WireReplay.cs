using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Store;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.ApiServer.Wire;

/// <summary>
/// Plays recorded requests to our server and compares the answers. In the recording controllers, a scheduler and node agents worked beside the
/// client. Their work is taken from the recording: what a read showed is put into the store before that read is played, and what a
/// write showed of a workload's status is there before that write.
/// </summary>
public sealed partial class WireReplay : IAsyncDisposable
{
    private static readonly UserInfo Admin = new("admin", "admin", ["system:masters", "system:authenticated"]);

    private readonly ManualClock clock = new();
    private readonly IStore store;
    private readonly KubeApiServer server;
    private readonly ResourceCatalog catalog = new(ApiSchema.Default);

    /// <summary>What the recording calls something, and what it is called here: uids, resource versions, generated names.</summary>
    private readonly Dictionary<string, string> renamed = [];
    private readonly Dictionary<string, string> etags = [];
    private string? continueToken;

    private WireReplay()
    {
        history = new RecordedObjects(catalog);
        store = MemoryStore.Open(clock);
        var options = new ApiServerOptions
        {
            Tokens = new Dictionary<string, UserInfo> { ["admin"] = Admin },
            VersionWait = TimeSpan.Zero,
            // The recorded server ran without the admission of service accounts.
            AdmissionOff = new HashSet<string> { "ServiceAccountAdmission" },
        };
        server = new KubeApiServer(store, options, clock, new Random(1));
        server.OnBug += (_, error) => Bugs.Add(error.ToString());
    }

    public List<string> Bugs { get; } = [];

    public static async Task<WireReplay> Start()
    {
        var replay = new WireReplay();
        await replay.server.Start();
        return replay;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>The differences between the recorded answer and ours.</summary>
    public async Task<List<string>> Play(WireExchange exchange)
    {
        await Seed(exchange);
        if (exchange.RequestBytes() is not { } body) return ["the recording does not hold the whole request"];
        var request = RequestOf(exchange, body);
        var response = await server.HandleAsync(request);
        var answered = response.Stream is null ? response.Body.ToArray() : await ReadStream(response, exchange);
        Learn(exchange, response, answered);
        return Compare(exchange, response, answered);
    }

    private ApiRequest RequestOf(WireExchange exchange, byte[] body)
    {
        var path = Rename(exchange.Path);
        if (continueToken is not null) path = path.Replace("continue=<jwt>", $"continue={Uri.EscapeDataString(continueToken)}");
        var type = exchange.Header("Content-Type");
        if (type is null || !type.Contains("protobuf")) body = Encoding.UTF8.GetBytes(Rename(Encoding.UTF8.GetString(body)));
        var request = ApiRequest.Of(exchange.Method, path, body, type, exchange.Header("Accept"));
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (exchange.Header("Impersonate-User") is { } impersonated) headers["Impersonate-User"] = impersonated;
        // kubectl keeps a cache and asks only whether something changed; the tag it sent is not in the recording.
        if (exchange.Status == 304 && etags.TryGetValue(request.Path, out var known)) headers["If-None-Match"] = known;
        switch (exchange.Header("X-Auth"))
        {
            case "none": break;
            case { } token: headers["Authorization"] = $"Bearer {token}"; break;
            default: headers["Authorization"] = "Bearer admin"; break;
        }
        return request with { Headers = headers };
    }

    /// <summary>Lets a watch tell what it knows, then lets its time run out.</summary>
    private async Task<byte[]> ReadStream(ApiResponse response, WireExchange exchange)
    {
        var pipe = new System.IO.Pipelines.Pipe(new System.IO.Pipelines.PipeOptions(pauseWriterThreshold: 0));
        using var gone = new CancellationTokenSource();
        var stream = response.Stream!(pipe.Writer, gone.Token);
        // Short watches end by themselves; of long ones the client has seen enough.
        if (QueryParameters.Parse(exchange.Path.Split('?')[1]).Number("timeoutSeconds") is { } seconds and < 10) clock.Advance(TimeSpan.FromSeconds(seconds));
        else await gone.CancelAsync();
        await stream;
        await pipe.Writer.CompleteAsync();
        using var bytes = new MemoryStream();
        await pipe.Reader.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private string Rename(string text)
    {
        if (renamed.Count == 0) return text;
        return Name().Replace(text, match => renamed.GetValueOrDefault(match.Value, match.Value));
    }

    /// <summary>Uids, versions and generated names stand alone as words.</summary>
    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=resourceVersion(\":\\s*\"|=))[0-9]+|\\be-[a-z0-9]{5}\\b")]
    private static partial Regex Name();

    /// <summary>Remembers under what name here what the recording calls otherwise.</summary>
    private void Learn(WireExchange exchange, ApiResponse response, byte[] answered)
    {
        if (response.Header("Etag") is { } etag) etags[exchange.Path.Split('?')[0]] = etag;
        if (response.ContentType != MediaTypes.Json || exchange.ResponseBody is not JsonObject recorded || !exchange.HasWholeBody) return;
        if (TryParse(answered) is not { } ours) return;
        if (ours["metadata"] is not JsonObject here || recorded["metadata"] is not JsonObject there) return;
        foreach (var name in (string[])["uid", "resourceVersion", "name"])
            if (there[name]?.GetValue<string>() is { Length: > 0 } theirs && here[name]?.GetValue<string>() is { Length: > 0 } mine) renamed[theirs] = mine;
        if (here["continue"]?.GetValue<string>() is { } token) continueToken = token;
    }

    private List<string> Compare(WireExchange exchange, ApiResponse response, byte[] answered)
    {
        var differences = new List<string>();
        if (exchange.Status != response.Status) differences.Add($"status {exchange.Status} expected, {response.Status} found: {Cut(Encoding.UTF8.GetString(answered))}");
        var type = exchange.ResponseHeaders["Content-Type"]?.GetValue<string>();
        if (type != response.ContentType) differences.Add($"type {type} expected, {response.ContentType} found");
        if (exchange.ResponseHeaders["Warning"]?.GetValue<string>() is { } warning && response.Header("Warning") != warning)
            differences.Add($"warning {warning} expected, {response.Header("Warning")} found");
        if (differences.Count == 0) CompareBodies(exchange, answered, differences);
        return differences;
    }

    private void CompareBodies(WireExchange exchange, byte[] answered, List<string> differences)
    {
        var binary = exchange.ResponseBinary();
        if (binary is null && !exchange.HasWholeBody) return;
        var text = Encoding.UTF8.GetString(answered);
        if (exchange.ResponseBody is JsonObject { } watch && watch["watchEvents"] is JsonArray events)
        {
            var ours = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)).ToArray();
            differences.AddRange(Shape.Compare(events, new JsonArray(ours)));
            var types = ours.Select(one => one!["type"]!.GetValue<string>()).Distinct().Order().ToList();
            var wanted = events.Select(one => one!["type"]!.GetValue<string>()).Distinct().Order().ToList();
            if (!types.SequenceEqual(wanted)) differences.Add($"events {string.Join(",", wanted)} expected, {string.Join(",", types)} found");
            return;
        }
        if (binary is null && exchange.ResponseBody is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            // Watches of the recording's own time are cut; what they saw is not here.
            if (!exchange.Path.Contains("watch=true") && value.GetValue<string>() != text) differences.Add($"body \"{Cut(value.GetValue<string>())}\" expected, \"{Cut(text)}\" found");
            return;
        }
        var expected = binary is null ? exchange.ResponseBody : ProtobufCodec.Decode(ApiSchema.Default, binary);
        var found = binary is null ? TryParse(answered) : ProtobufCodec.Decode(ApiSchema.Default, answered);
        differences.AddRange(Shape.Compare(expected, found));
        foreach (var field in (string[])["reason", "message", "kind", "apiVersion"])
            if (expected?[field] is JsonValue wantedText && found?[field] is JsonValue foundText
                && Rename(wantedText.ToString()) != foundText.ToString() && !IsTimely(wantedText.ToString()))
                differences.Add($"{field} \"{Cut(Rename(wantedText.ToString()))}\" expected, \"{Cut(foundText.ToString())}\" found");
    }

    private static bool IsTimely(string message) => message.Contains("current: ");

    private static string Cut(string text) => text.Length > 400 ? text[..400] + "…" : text;

    private static JsonObject? TryParse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
