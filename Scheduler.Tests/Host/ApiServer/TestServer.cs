using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Store;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.ApiServer;

/// <summary>The API server over a store in memory and a clock that stands still until told: no sockets, no waiting.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public static readonly UserInfo Admin = new("admin", "admin", [UserInfo.Masters, UserInfo.Authenticated]);

    private TestServer(ApiServerOptions options, StoreOptions storeOptions)
    {
        Store = MemoryStore.Open(Clock, storeOptions);
        Server = new KubeApiServer(Store, options, Clock, new Random(1));
        Server.OnBug += (request, error) => Bugs.Add($"{request.Method} {request.Path}: {error}");
    }

    public ManualClock Clock { get; } = new();
    public IStore Store { get; }
    public KubeApiServer Server { get; }

    /// <summary>Errors that are the server's own; a test fails on them at its end.</summary>
    public List<string> Bugs { get; } = [];

    /// <summary>Pods need no service account, unless a test is about them.</summary>
    public static ApiServerOptions Options { get; } = new()
    {
        Tokens = new Dictionary<string, UserInfo> { ["admin"] = Admin, ["user"] = new("jane", "", [UserInfo.Authenticated]) },
        AdmissionOff = new HashSet<string> { "ServiceAccountAdmission" },
        VersionWait = TimeSpan.Zero,
    };

    public static async Task<TestServer> Start(ApiServerOptions? options = null, StoreOptions? storeOptions = null)
    {
        var server = new TestServer(options ?? Options, storeOptions ?? new StoreOptions());
        await server.Server.Start();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Assert.Empty(Bugs);
    }

    public Task<ApiResponse> Send(string method, string path, JsonNode? body = null, string type = MediaTypes.Json, string? accept = null) =>
        Server.HandleAsync(ApiRequest.Of(method, path, body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString()), type, accept) with { Caller = Admin });

    public async Task<JsonObject> Get(string path, string? accept = null) => Body(await Send("GET", path, null, accept: accept), 200);

    public async Task<JsonObject> Create(string path, JsonObject document) => Body(await Send("POST", path, document), 201);

    public async Task<JsonObject> Replace(string path, JsonObject document) => Body(await Send("PUT", path, document), 200);

    public async Task<JsonObject> Patch(string path, JsonNode patch, string type = MediaTypes.MergePatch) => Body(await Send("PATCH", path, patch, type), 200);

    public async Task<JsonObject> Delete(string path, JsonObject? options = null) => Body(await Send("DELETE", path, options), 200);

    /// <summary>The Status of a request that is refused.</summary>
    public async Task<JsonObject> Refused(int status, string method, string path, JsonNode? body = null, string type = MediaTypes.Json) =>
        Body(await Send(method, path, body, type), status);

    public Task<JsonObject> CreatePod(string name, string? labels = null) => Create("/api/v1/namespaces/default/pods", Pod(name, labels));

    public Task<JsonObject> CreateConfigMap(string name, string? labels = null) =>
        Create("/api/v1/namespaces/default/configmaps", Document("v1", "ConfigMap", name, labels));

    public static JsonObject Pod(string name, string? labels = null)
    {
        var pod = Document("v1", "Pod", name, labels);
        pod["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) };
        return pod;
    }

    /// <param name="labels"><c>a=1,b=2</c></param>
    public static JsonObject Document(string apiVersion, string kind, string name, string? labels = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
            metadata["labels"] = new JsonObject(labels.Split(',').Select(label => label.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1])));
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }

    public static JsonObject Body(ApiResponse response, int status)
    {
        var text = Encoding.UTF8.GetString(response.Body.Span);
        Assert.True(response.Status == status, $"{status} expected, {response.Status} found: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<TestWatch> Watch(string path, string? accept = null)
    {
        var response = await Send("GET", path, null, accept: accept);
        Assert.Equal(200, response.Status);
        return new TestWatch(response);
    }
}

/// <summary>A watch that is read by lines.</summary>
internal sealed class TestWatch : IAsyncDisposable
{
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly CancellationTokenSource gone = new();
    private readonly StreamReader reader;

    public TestWatch(ApiResponse response)
    {
        Ended = Run(response);
        reader = new StreamReader(pipe.Reader.AsStream());
    }

    /// <summary>Completes when the server ends the stream.</summary>
    public Task Ended { get; }

    /// <summary>The next event, waiting for it; null at the end.</summary>
    public async Task<JsonObject?> Next()
    {
        var line = await NextLine();
        return line is null ? null : JsonNode.Parse(line)!.AsObject();
    }

    public Task<string?> NextLine() => reader.ReadLineAsync();

    /// <summary>The next event as <c>TYPE name</c>.</summary>
    public async Task<string?> NextText() =>
        await Next() is { } change ? $"{change["type"]} {change["object"]?["metadata"]?["name"]}".TrimEnd() : null;

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        await Ended;
        gone.Dispose();
    }

    private async Task Run(ApiResponse response)
    {
        await response.Stream!(pipe.Writer, gone.Token);
        await pipe.Writer.CompleteAsync();
    }
}
