using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;

namespace Scheduler.Host.NodeAgent;

/// <summary>What simulated nodes are like.</summary>
public sealed record SimulatedNodesOptions
{
    public int Count { get; init; } = 1;

    /// <summary>What each node has, as quantities.</summary>
    public IReadOnlyDictionary<string, string> Capacity { get; init; } =
        new Dictionary<string, string> { ["cpu"] = "8", ["memory"] = "32Gi", ["ephemeral-storage"] = "100Gi", ["pods"] = "110" };

    /// <summary>Nodes are spread over so many zones, in turn.</summary>
    public int Zones { get; init; } = 3;

    /// <summary>How long a pod that is being deleted stays visible, at most its grace period.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a node renews its lease.</summary>
    public TimeSpan LeaseInterval { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Nodes without machines: they register, renew their leases, say of every pod they are given that it runs, and let it go when it is deleted. Nothing
/// is executed, and pods never end by themselves.
/// <code>
/// bound ──▶ Running, Ready ──deletionTimestamp──▶ StopTime passes ──▶ gone
/// </code>
/// </summary>
public sealed class SimulatedNodes
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int WritesAtOnce = 64;

    private readonly ApiClient client;
    private readonly SimulatedNodesOptions options;
    private readonly TimeProvider clock;
    private readonly Inbox inbox = new();
    private readonly Informer pods;
    private readonly List<string> names;
    private readonly Dictionary<string, string> ours;
    private readonly HashSet<string> stopping = new(StringComparer.Ordinal);
    private readonly PriorityQueue<JsonObject, DateTimeOffset> stops = new();
    private readonly Dictionary<string, string> addresses = new(StringComparer.Ordinal);
    private DateTimeOffset nextRenewal;
    private int renewalSlice;
    private int addressesGiven;

    public SimulatedNodes(ApiClient client, SimulatedNodesOptions options, TimeProvider clock)
    {
        this.client = client;
        this.options = options;
        this.clock = clock;
        names = [.. Enumerable.Range(0, options.Count).Select(NameOf)];
        ours = names.Index().ToDictionary(name => name.Item, name => HostAddress(name.Index), StringComparer.Ordinal);
        pods = new Informer(client, Resources.Pods, inbox.Post, clock, "spec.nodeName!=");
    }

    /// <summary>Told of what was refused.</summary>
    public Action<string>? Refused { get; init; }

    public static string NameOf(int index) => $"node-{index.ToString("00000", CultureInfo.InvariantCulture)}";

    /// <summary>Makes the nodes and their leases; those that exist report ready again. Other nodes that are there are simulated too, as they are.</summary>
    public async Task Register(CancellationToken cancellation)
    {
        foreach (var part in names.Index().Chunk(WritesAtOnce))
            await Task.WhenAll(part.Select(node => Register(node.Index, node.Item, cancellation))).ConfigureAwait(false);
        await Adopt(cancellation).ConfigureAwait(false);
        nextRenewal = clock.GetUtcNow() + RenewalStep;
    }

    /// <summary>Takes over the nodes that an earlier start or a loaded dump has left.</summary>
    private async Task Adopt(CancellationToken cancellation)
    {
        var present = (await client.Get(Resources.Nodes.Path(), cancellation).ConfigureAwait(false)).OrThrow("list nodes").Document;
        var others = present.Children("items").Where(node => !ours.ContainsKey(node.ObjectName())).ToArray();
        foreach (var node in others)
        {
            ours.Add(node.ObjectName(), node.Child("status")?.Children("addresses").FirstOrDefault(one => one.Text("type") == "InternalIP")?.Text("address") ?? HostAddress(names.Count));
            names.Add(node.ObjectName());
        }
        foreach (var part in others.Chunk(WritesAtOnce)) await Task.WhenAll(part.Select(node => TakeLease(node, cancellation))).ConfigureAwait(false);
    }

    /// <summary>Runs pods and renews leases until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = Task.Run(() => pods.RunAsync(ended.Token), CancellationToken.None);
        try
        {
            while (true) await Step(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }
    }

    private TimeSpan RenewalStep => options.LeaseInterval / 10;

    private async Task Step(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var work = new List<Task>();
        while (work.Count < WritesAtOnce && inbox.TryTake(out var change))
            if (Answer(change, cancellation) is { } answer) work.Add(answer);
        while (work.Count < WritesAtOnce && stops.TryPeek(out var pod, out var due) && due <= clock.GetUtcNow())
        {
            stops.Dequeue();
            work.Add(Try(() => client.Delete(Resources.Pods.PathOf(pod), pod.Uid(), 0, null, cancellation), $"stop {pod.Key()}"));
        }
        if (nextRenewal <= clock.GetUtcNow()) work.Add(RenewLeases(cancellation));
        if (work.Count > 0) await Task.WhenAll(work).ConfigureAwait(false);
        else await Wait(cancellation).ConfigureAwait(false);
    }

    private async Task Wait(CancellationToken cancellation)
    {
        var next = stops.TryPeek(out _, out var due) && due < nextRenewal ? due : nextRenewal;
        var wait = next - clock.GetUtcNow();
        await using var timer = clock.CreateTimer(_ => inbox.Wake(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await inbox.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private Task? Answer(Change change, CancellationToken cancellation)
    {
        if (change.Kind == ChangeKind.Synced) return null;
        var pod = change.Document;
        if (change.Kind == ChangeKind.Deleted)
        {
            stopping.Remove(pod.Uid());
            addresses.Remove(pod.Uid());
            return null;
        }
        if (pod.Child("spec")?.Text("nodeName") is not { } node || !ours.TryGetValue(node, out var hostAddress)) return null;
        if (pod.IsTerminating())
        {
            var grace = TimeSpan.FromSeconds(pod.Metadata().Number("deletionGracePeriodSeconds") ?? 0);
            if (stopping.Add(pod.Uid())) stops.Enqueue(pod, clock.GetUtcNow() + (grace < options.StopTime ? grace : options.StopTime));
            return null;
        }
        if (pod.Child("status")?.Text("phase") is "Succeeded" or "Failed") return null;
        var status = PodReport.Running(pod, AddressOf(pod.Uid()), hostAddress, clock.GetUtcNow());
        if (status is null) return null;
        return Try(() => client.Patch(Resources.Pods.PathOf(pod, "status"), new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Uid() }, ["status"] = status }, cancellation), $"run {pod.Key()}");
    }

    private string AddressOf(string uid)
    {
        if (addresses.TryGetValue(uid, out var known)) return known;
        var number = addressesGiven++;
        return addresses[uid] = $"10.{64 + number / 62500 % 128}.{number / 250 % 250}.{number % 250 + 1}";
    }

    private static string HostAddress(int number) => $"172.{16 + number / 62500 % 16}.{number / 250 % 250}.{number % 250 + 1}";

    private async Task Register(int index, string name, CancellationToken cancellation)
    {
        var node = NodeReport.Node(name, index % Math.Max(1, options.Zones), HostAddress(index), options.Capacity, clock.GetUtcNow());
        var answer = await client.Create(Resources.Nodes.Path(), node, cancellation).ConfigureAwait(false);
        if (answer.IsConflict)
        {
            var present = new JsonObject { ["status"] = node["status"]!.DeepClone() };
            answer = await client.Patch(Resources.Nodes.PathOf(node, "status"), present, cancellation).ConfigureAwait(false);
        }
        await TakeLease(answer.OrThrow($"register {name}").Document, cancellation).ConfigureAwait(false);
    }

    private async Task TakeLease(JsonObject node, CancellationToken cancellation)
    {
        var lease = NodeReport.Lease(node, options.LeaseInterval, clock.GetUtcNow());
        var leased = await client.Create(Resources.Leases.Path(LeaseNamespace), lease, cancellation).ConfigureAwait(false);
        if (!leased.IsConflict) leased.OrThrow($"lease of {node.ObjectName()}");
    }

    /// <summary>A tenth of the nodes at a time, so that thousands of them do not write in one breath.</summary>
    private async Task RenewLeases(CancellationToken cancellation)
    {
        nextRenewal = clock.GetUtcNow() + RenewalStep;
        var slice = renewalSlice++ % 10;
        var patch = new JsonObject { ["spec"] = new JsonObject { ["renewTime"] = Meta.MicroTimestamp(clock.GetUtcNow()) } };
        foreach (var part in names.Where((_, index) => index % 10 == slice).Chunk(WritesAtOnce))
            await Task.WhenAll(part.Select(name => Try(() => client.Merge(Resources.Leases.Path(LeaseNamespace, name), patch, cancellation), $"renew {name}"))).ConfigureAwait(false);
    }

    /// <summary>Something that went meanwhile, or is another one now, needs nothing any more.</summary>
    private async Task Try(Func<Task<ApiAnswer>> call, string what)
    {
        var answer = await call().ConfigureAwait(false);
        if (!answer.IsSuccess && !answer.IsGone && !answer.IsConflict) Refused?.Invoke($"{what}: {answer.Status} {answer.Message}");
    }
}
