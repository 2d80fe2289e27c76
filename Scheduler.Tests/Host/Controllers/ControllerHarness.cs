using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers;

/// <summary>
/// Controllers over a real API server in memory, step by step on fake time, on the test's thread: what informers would tell is read off the server
/// between two steps. Nodes and their agents are played by the test.
/// </summary>
internal sealed class ControllerHarness : IAsyncDisposable
{
    private readonly ControllerLoop loop;
    private readonly ClusterView view;
    private readonly Dictionary<(ApiResource, string), JsonObject> told = [];
    private long toldAt = -1;

    private ControllerHarness(TestServer server, IReadOnlyList<string> controllers)
    {
        Server = server;
        var client = new ApiClient(new HttpClient(new InProcessHandler(server.Server, TestServer.Admin)) { BaseAddress = new Uri("http://test"), Timeout = Timeout.InfiniteTimeSpan });
        view = new ClusterView(client, server.Clock);
        loop = new ControllerLoop(view, server.Clock, ControllerCatalog.Of(controllers, view, "PEM")) { Refused = Refusals.Add };
    }

    public TestServer Server { get; }

    /// <summary>What was refused again and again.</summary>
    public List<string> Refusals { get; } = [];

    public DateTimeOffset Now => Server.Clock.GetUtcNow();

    public static async Task<ControllerHarness> Start(params string[] controllers) => new(await TestServer.Start(), controllers);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Lets the controllers work until they have nothing to do at this time.</summary>
    public async Task Settle()
    {
        for (var turns = 0; ; turns++)
        {
            Assert.True(turns < 10_000, "the controllers do not come to rest");
            var changed = await Tell();
            if (!await loop.Step(CancellationToken.None) && !changed) break;
        }
        await view.Events.WriteAll(CancellationToken.None);
    }

    /// <summary>Time passes; whatever wants to be looked at meanwhile is, at its time.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Settle();
        var end = Now + time;
        while (loop.NextDue is { } due && due <= end)
        {
            if (due > Now) Server.Clock.Advance(due - Now);
            await Settle();
        }
        Server.Clock.Advance(end - Now);
        await Settle();
    }

    public Task Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    public async Task<IReadOnlyList<JsonObject>> All(ApiResource resource) =>
        [.. (await Server.Get(resource.Path())).Children("items").OrderBy(item => item.Key(), StringComparer.Ordinal)];

    /// <summary>The names of what there is of a kind, with blanks between them.</summary>
    public async Task<string> Names(ApiResource resource) => string.Join(' ', (await All(resource)).Select(item => item.ObjectName()));

    public Task<JsonObject> Get(ApiResource resource, string name, string ns = "default") => Server.Get(resource.Path(ns, name));

    /// <summary>A change by a merge patch, as JSON text.</summary>
    public Task<JsonObject> Change(ApiResource resource, string name, string patch, string ns = "default") =>
        Server.Patch(resource.Path(ns, name), JsonNode.Parse(patch)!);

    /// <summary>The reasons and messages of the events about an object.</summary>
    public async Task<IReadOnlyList<string>> EventsOf(string name) =>
        [.. (await All(Resources.Events)).Where(one => one.Child("involvedObject")?.Text("name") == name).Select(one => $"{one.Text("reason")}: {one.Text("message")}")];

    /// <summary>Binds every pod that waits, and lets those that are bound run and be ready; what is being deleted goes.</summary>
    public async Task RunPods(string node = "n1", bool ready = true)
    {
        foreach (var pod in await All(Resources.Pods))
        {
            if (pod.IsTerminating()) await EndPod(pod);
            else if (!Pods.HasEnded(pod)) await RunPod(pod, node, ready);
        }
    }

    public async Task RunPod(JsonObject pod, string node = "n1", bool ready = true)
    {
        if (Pods.NodeOf(pod).Length == 0)
        {
            var binding = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Binding", ["metadata"] = new JsonObject { ["name"] = pod.ObjectName() }, ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node } };
            await Server.Create(Resources.Pods.PathOf(pod, "binding"), binding);
        }
        if (Pods.Phase(pod) == "Running" && Pods.IsReady(pod) == ready) return;
        var condition = new JsonObject { ["type"] = "Ready", ["status"] = ready ? "True" : "False", ["lastTransitionTime"] = Meta.Timestamp(Now) };
        await Server.Patch(Resources.Pods.PathOf(pod, "status"), new JsonObject { ["status"] = new JsonObject { ["phase"] = "Running", ["conditions"] = new JsonArray(condition) } });
    }

    /// <summary>The node's agent has stopped the containers.</summary>
    public Task EndPod(JsonObject pod) => Server.Delete(Resources.Pods.PathOf(pod), new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["gracePeriodSeconds"] = 0 });

    /// <summary>Controllers and nodes take turns until nothing changes any more.</summary>
    public async Task Converge(string node = "n1")
    {
        long before;
        do
        {
            await Settle();
            before = await Revision();
            await RunPods(node);
            await Settle();
        }
        while (await Revision() != before);
    }

    private async Task<long> Revision() => (await Server.Store.Status()).Revision;

    /// <summary>Tells the controllers what has changed since the last time, as informers do.</summary>
    private async Task<bool> Tell()
    {
        var revision = await Revision();
        if (revision == toldAt) return false;
        foreach (var resource in loop.Watches) await Tell(resource);
        toldAt = revision;
        return true;
    }

    private async Task Tell(ApiResource resource)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in (await Server.Get(resource.Path())).Children("items"))
        {
            present.Add(item.Key());
            var known = told.GetValueOrDefault((resource, item.Key()));
            if (known?.ResourceVersion() == item.ResourceVersion()) continue;
            if (known is not null && known.Uid() != item.Uid()) loop.Take(ChangeOf(ChangeKind.Deleted, resource, known));
            told[(resource, item.Key())] = item;
            loop.Take(ChangeOf(ChangeKind.Set, resource, item));
        }
        foreach (var gone in told.Where(one => one.Key.Item1 == resource && !present.Contains(one.Key.Item2)).ToArray())
        {
            told.Remove(gone.Key);
            loop.Take(ChangeOf(ChangeKind.Deleted, resource, gone.Value));
        }
        if (!loop.IsSynced) loop.Take(new Change(ChangeKind.Synced, resource, "", 0, []));
    }

    private static Change ChangeOf(ChangeKind kind, ApiResource resource, JsonObject item) =>
        new(kind, resource, item.Key(), long.Parse(item.ResourceVersion(), CultureInfo.InvariantCulture), System.Text.Encoding.UTF8.GetBytes(item.ToJsonString()));
}
