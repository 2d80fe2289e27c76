using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Bench.Serving;

/// <summary>Measures one store, step by step.</summary>
internal sealed class ServingRun(ServingOptions options, string store)
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const int Deployments = 10;
    private const int RoundsOfChanges = 2;

    /// <summary>Memory is looked at when a started cluster has had time to come to rest.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> steps = [.. options.Steps];
    private readonly List<Measure> measures = [];

    public async Task<IReadOnlyList<Measure>> Run()
    {
        if (steps.Overlaps(["start", "create", "bind", "watch"])) await Serve();
        if (steps.Contains("run")) await RunPods();
        return measures;
    }

    private async Task Serve()
    {
        using var cluster = ServedCluster.Start(options.Host, store, 0, "none");
        if (steps.Contains("start"))
        {
            await Task.Delay(Rest);
            Add("ready after", "s", cluster.ReadyAfter.TotalSeconds);
            Add("memory at rest", "MB", Megabytes(cluster.ResidentBytes));
        }
        using var client = await ServingClient.Of(cluster.Kubeconfig);
        if (steps.Overlaps(["create", "bind"])) await Create(cluster, client);
        if (steps.Contains("bind")) await Bind(cluster, client);
        if (steps.Contains("watch")) await Watch(cluster, client);
        Add("memory, most", "MB", Megabytes(cluster.ResidentBytesMax));
    }

    private async Task Create(ServedCluster cluster, ServingClient client)
    {
        Progress("create");
        var nodes = await Timed(cluster, options.Nodes, index => client.Send(HttpMethod.Post, "/api/v1/nodes", Bodies.Node(index), MediaTypes.Json));
        Add($"create {options.Nodes} nodes", "s", nodes.Load.Elapsed.TotalSeconds);
        var pods = await Timed(cluster, options.Pods, index => client.Send(HttpMethod.Post, Pods, Bodies.Pod(index), MediaTypes.Json));
        Add("creates of pods", "1/s", pods.Load.PerSecond);
        Add("server's processor time for a create", "µs", pods.ServerMicroseconds);
    }

    private async Task Bind(ServedCluster cluster, ServingClient client)
    {
        Progress("bind");
        var bindings = await Timed(cluster, options.Pods, index =>
            client.Send(HttpMethod.Post, $"{Pods}/{Bodies.PodName(index)}/binding", Bodies.Binding(index, options.Nodes), MediaTypes.Json));
        Add("bindings", "1/s", bindings.Load.PerSecond);
        Add("binding, median", "ms", bindings.Load.QuantileMs(0.5));
        Add("binding, 99 of 100", "ms", bindings.Load.QuantileMs(0.99));
        Add("server's processor time for a binding", "µs", bindings.ServerMicroseconds);
    }

    private async Task Watch(ServedCluster cluster, ServingClient client)
    {
        Progress("watch");
        await Load.Run(options.Objects, options.Callers, index => client.Send(HttpMethod.Post, ConfigMaps, Bodies.ConfigMap(index), MediaTypes.Json));
        var crowd = new WatchCrowd();
        var events = options.Objects * RoundsOfChanges;
        await crowd.Open(client, $"{ConfigMaps}?watch=true&resourceVersion={await Version(client)}", options.Watchers, events);
        var before = cluster.Processor;
        var begin = Stopwatch.GetTimestamp();
        for (var round = 1; round <= RoundsOfChanges; round++)
        {
            var body = Bodies.Change(round);
            await Load.Run(options.Objects, options.Callers, index => client.Send(HttpMethod.Patch, $"{ConfigMaps}/watched-{index}", body, MediaTypes.MergePatch));
        }
        var elapsed = await crowd.Wait(begin);
        var told = (double)events * options.Watchers;
        Add($"events to {options.Watchers} watches, each in order", "1/s", told / elapsed.TotalSeconds);
        Add("server's processor time for an event", "µs", (cluster.Processor - before).TotalMicroseconds / told);
    }

    private async Task RunPods()
    {
        Progress("run");
        using var cluster = ServedCluster.Start(options.Host, store, options.Nodes, "builtin");
        Add($"ready with {options.Nodes} simulated nodes after", "s", cluster.ReadyAfter.TotalSeconds);
        using var client = await ServingClient.Of(cluster.Kubeconfig);
        var running = Running(client, await Version(client));
        var begin = Stopwatch.GetTimestamp();
        var before = cluster.Processor;
        await Load.Run(Deployments, Deployments, index =>
            client.Send(HttpMethod.Post, "/apis/apps/v1/namespaces/default/deployments", Bodies.Deployment(index, options.Pods / Deployments), MediaTypes.Json));
        await running;
        Add($"{options.Pods / Deployments * Deployments} pods of Deployments running after", "s", Stopwatch.GetElapsedTime(begin).TotalSeconds);
        Add("server's processor time for a running pod", "µs", (cluster.Processor - before).TotalMicroseconds / options.Pods);
        Add("memory with all pods", "MB", Megabytes(cluster.ResidentBytes));
    }

    /// <summary>Completes when all pods were seen running. A watch that the server ends, for it is behind, is taken up where it was, as every client does.</summary>
    private async Task Running(ServingClient client, string version)
    {
        var wanted = options.Pods / Deployments * Deployments;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Count < wanted)
        {
            using var response = await client.Open($"/api/v1/pods?watch=true&resourceVersion={version}&fieldSelector=status.phase%3DRunning");
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (seen.Count < wanted && await lines.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("{\"type\":\"ERROR\"", StringComparison.Ordinal)) throw new InvalidOperationException($"the watch ended when {seen.Count} pods were running: {line}");
                if (line.StartsWith("{\"type\":\"ADDED\"", StringComparison.Ordinal)) seen.Add(ValueOf(line, "name"));
                version = ValueOf(line, "resourceVersion");
            }
        }
    }

    /// <summary>The first text of this name: in what the server writes that of the object's own metadata.</summary>
    private static string ValueOf(string line, string name)
    {
        var mark = line.IndexOf($"\"{name}\":\"", StringComparison.Ordinal) + name.Length + 4;
        return line[mark..line.IndexOf('"', mark)];
    }

    private static async Task<string> Version(ServingClient client)
    {
        using var response = await client.Open($"{ConfigMaps}?limit=1");
        using var list = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
    }

    private async Task<(LoadResult Load, double ServerMicroseconds)> Timed(ServedCluster cluster, int count, Func<int, Task> request)
    {
        var before = cluster.Processor;
        var load = await Load.Run(count, options.Callers, request);
        return (load, (cluster.Processor - before).TotalMicroseconds / count);
    }

    private void Add(string name, string unit, double value) => measures.Add(new Measure(name, unit, value));

    private static double Megabytes(long bytes) => bytes / 1e6;

    private void Progress(string step) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store}: {step}"));
}

/// <summary>Something that was measured.</summary>
internal sealed record Measure(string Name, string Unit, double Value);
