using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.NodeAgent;
using Scheduler.Host.NodeAgent.Machines;
using Scheduler.Host.NodeAgent.Templates;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.NodeAgent;

/// <summary>Simulated nodes on an API server in memory, turn by turn in one thread: time stands still until told.</summary>
internal sealed class NodesHarness : IAsyncDisposable
{
    private const string PodsPath = "/api/v1/namespaces/default/pods";

    private readonly Dictionary<(ApiResource, string), Change> seen = [];
    private readonly Fleet fleet;
    private readonly PodRunner runner;

    private NodesHarness(TestServer server, SimulatedNodesOptions options)
    {
        Server = server;
        ApiClient client = new(new HttpClient(new InProcessHandler(server.Server, UserInfo.Internal("system:nodes"))) { BaseAddress = new Uri("http://cluster.local") });
        fleet = new Fleet(client, options, server.Clock) { Refused = Refusals.Add, Adopted = change => runner!.Learn(change), Woken = machine => runner!.Wake(machine) };
        runner = new PodRunner(client, fleet, new PodPlans(options.Pods), options.Seed, server.Clock)
        {
            Refused = Refusals.Add,
            Told = (pod, news) => Told.Add($"{pod.Name} {(news.IsWarning ? "Warning" : "Normal")} {news.Reason} {news.Message}"),
        };
    }

    public TestServer Server { get; }

    /// <summary>What the server refused; a test fails on them at its end.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>What people are told of pods.</summary>
    public List<string> Told { get; } = [];

    public static async Task<NodesHarness> Start(SimulatedNodesOptions? options = null)
    {
        NodesHarness harness = new(await TestServer.Start(), options ?? new());
        await harness.fleet.Register(default);
        await harness.Settle();
        return harness;
    }

    /// <summary>Time passes, and at every moment that a node waits for it acts.</summary>
    public async Task Pass(double seconds)
    {
        DateTimeOffset end = Server.Clock.GetUtcNow().AddSeconds(seconds);
        while (runner.NextDue is { } due && due <= end)
        {
            if (due > Server.Clock.GetUtcNow()) Server.Clock.Advance(due - Server.Clock.GetUtcNow());
            await Settle();
        }
        Server.Clock.Advance(end - Server.Clock.GetUtcNow());
        await Settle();
    }

    /// <summary>Creates a pod that is bound to a node already, and lets the nodes act.</summary>
    /// <param name="spec">Fields of the spec in YAML's flow style, such as <c>restartPolicy: Never</c>; a container <c>c</c> is there unless named.</param>
    /// <param name="metadata">Fields of the metadata, likewise.</param>
    public async Task Bind(string name, string spec = "", string metadata = "", string node = "node-00000")
    {
        string containers = spec.Contains("containers:", StringComparison.Ordinal) && !spec.StartsWith("initContainers", StringComparison.Ordinal) ? "" : "containers: [{name: c, image: i}],";
        string yaml = $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, {metadata}}}, spec: {{nodeName: {node}, {containers} {spec}}}}}";
        ApiResponse response = await Server.Server.HandleAsync(
            ApiRequest.Of("POST", PodsPath, Encoding.UTF8.GetBytes(yaml), "application/yaml", null) with { Caller = TestServer.Admin });
        TestServer.Body(response, 201);
        await Settle();
    }

    public Task<JsonObject> Pod(string name) => Server.Get($"{PodsPath}/{name}");

    public Task<JsonObject> Node(string name = "node-00000") => Server.Get($"/api/v1/nodes/{name}");

    public async Task Patch(string path, string json)
    {
        await Server.Patch(path, JsonNode.Parse(json)!, MediaTypes.StrategicMergePatch);
        await Settle();
    }

    public async Task Delete(string name, long? graceSeconds = null)
    {
        await Server.Delete($"{PodsPath}/{name}", graceSeconds is null ? null : new JsonObject { ["gracePeriodSeconds"] = graceSeconds });
        await Settle();
    }

    /// <summary>The pod as <c>kubectl get pods</c> prints it: ready, status, restarts; or <c>gone</c>.</summary>
    public async Task<string> Line(string name)
    {
        ApiResponse response = await Server.Send("GET", $"{PodsPath}/{name}", accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        if (response.Status == 404) return "gone";
        JsonArray cells = TestServer.Body(response, 200)["rows"]![0]!["cells"]!.AsArray();
        return string.Join(' ', cells.Skip(1).Take(3).Select(cell => cell!.ToString().Split(' ')[0]));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Assert.Empty(Refusals);
    }

    /// <summary>The nodes learn what is new and act, until nothing is left to do at this time.</summary>
    public async Task Settle()
    {
        for (bool busy = true; busy;)
        {
            busy = await Tell(Resources.Nodes, fleet.Learn) | await Tell(Resources.Pods, runner.Learn);
            List<Call> calls = runner.Advance(100, default);
            while (fleet.NextCall(default) is { } call) calls.Add(call);
            foreach (Call call in calls) await call.Wait();
            foreach (Call call in calls) call.Settle();
            busy |= calls.Count > 0;
        }
    }

    private async Task<bool> Tell(ApiResource resource, Action<Change> learn)
    {
        JsonObject list = await Server.Get(resource.Path());
        Dictionary<string, Change> present = list.Children("items").ToDictionary(item => item.Key(), item => new Change(
            ChangeKind.Set, resource, item.Key(), long.Parse(item.ResourceVersion(), CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(item.ToJsonString())));
        bool any = false;
        foreach (Change gone in seen.Values.Where(one => one.Resource == resource && !present.ContainsKey(one.Key)).ToArray())
        {
            seen.Remove((resource, gone.Key));
            learn(new Change(ChangeKind.Deleted, resource, gone.Key, gone.Version, gone.Json));
            any = true;
        }
        foreach (Change change in present.Values)
        {
            if (seen.TryGetValue((resource, change.Key), out Change? known) && known.Version == change.Version) continue;
            seen[(resource, change.Key)] = change;
            learn(change);
            any = true;
        }
        return any;
    }
}
