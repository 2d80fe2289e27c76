using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>All simulated nodes: makes and adopts them, follows their objects, keeps them reporting. One thread.</summary>
internal sealed class Fleet(ApiClient client, SimulatedNodesOptions options, TimeProvider clock)
{
    /// <summary>Nodes that somebody else made and wants to be simulated say so, as for KWOK.</summary>
    private const string Fake = "kwok.x-k8s.io/node";

    private const string Silent = "simulated-node/silent";
    private const int WritesAtOnce = 64;

    private readonly Dictionary<string, Machine> byName = new(StringComparer.Ordinal);
    private readonly List<Machine> machines = [];
    private readonly KubeReader reader = new();
    private readonly LeaseRenewal leases = new(client, options.LeaseInterval, clock);
    private readonly Queue<Write> writes = new();

    /// <summary>Told of what was refused.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Told of the pods on a node that was adopted: they were nobody's before.</summary>
    public Action<Change>? Adopted { get; init; }

    /// <summary>Told of a node that is no longer silent.</summary>
    public Action<Machine>? Woken { get; init; }

    public DateTimeOffset NextRenewal => leases.Due;

    public Machine? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Makes the nodes and their leases; those that exist report ready again. Other nodes that are there are simulated too, as they are.</summary>
    public async Task Register(CancellationToken cancellation)
    {
        var wanted = options.Pools.SelectMany(pool => Enumerable.Range(0, pool.Count ?? options.Count).Select(index => (Pool: pool, Index: index)));
        foreach (var part in wanted.Index().Chunk(WritesAtOnce))
            await Task.WhenAll(part.Select(one => Register(NodeReport.Node(one.Item.Pool, one.Item.Index, Addresses.Host(one.Index), clock.GetUtcNow()), cancellation))).ConfigureAwait(false);
        var present = (await client.Get(Resources.Nodes.Path(), cancellation).ConfigureAwait(false)).OrThrow("list nodes").Document;
        foreach (var node in present.Children("items").OrderBy(node => node.ObjectName(), StringComparer.Ordinal)) Add(node);
        foreach (var part in present.Children("items").Chunk(WritesAtOnce))
            await Task.WhenAll(part.Select(node => leases.Take(node, cancellation))).ConfigureAwait(false);
    }

    /// <summary>Takes in what became of a node.</summary>
    public void Learn(Change change)
    {
        if (change.Kind == ChangeKind.Deleted)
        {
            if (byName.Remove(change.Key, out var gone)) machines.Remove(gone);
            return;
        }
        var document = JsonNode.Parse(change.Json)!.AsObject();
        if (!byName.TryGetValue(change.Key, out var machine))
        {
            if (document.Metadata().Child("annotations")?.Text(Fake) != "fake") return;
            machine = Add(document);
            writes.Enqueue(new Write($"adopt {machine.Name}", cancellation => leases.Take(document, cancellation)));
            writes.Enqueue(new Write($"list pods on {machine.Name}", cancellation => client.Get($"{Resources.Pods.Path()}?fieldSelector=spec.nodeName%3D{machine.Name}", cancellation), TellPods));
        }
        Learn(machine, change.Json);
    }

    /// <summary>Asks the server how a node is now.</summary>
    public Task<ApiAnswer> Ask(Machine machine, CancellationToken cancellation) => client.Get(Resources.Nodes.Path(null, machine.Name), cancellation);

    /// <summary>Takes in the answer to <see cref="Ask"/>.</summary>
    public void Learn(Machine machine, ApiAnswer answer)
    {
        if (answer.IsSuccess) Learn(machine, Encoding.UTF8.GetBytes(answer.Document.ToJsonString()));
    }

    /// <summary>Queues the renewals that are due.</summary>
    public void Renew()
    {
        var (names, patch) = leases.Next(machines);
        foreach (var name in names)
            writes.Enqueue(new Write($"renew {name}", cancellation => client.Merge(Resources.Leases.Path(LeaseRenewal.Namespace, name), patch, cancellation)));
    }

    /// <summary>Sends the next thing that there is to write; null: nothing.</summary>
    public Call? NextCall(CancellationToken cancellation)
    {
        if (!writes.TryDequeue(out var write)) return null;
        return new Call(write.Send(cancellation), answer =>
        {
            if (answer.IsSuccess) write.Then?.Invoke(answer);
            else if (!answer.IsGone && !answer.IsConflict) Refused?.Invoke($"{write.What}: {answer.Status} {answer.Message}");
        });
    }

    private void Learn(Machine machine, byte[] json)
    {
        var before = machine.Node;
        var node = machine.Node = (Node)reader.Read(json, KubeKind.Node, machine.Name);
        var wasSilent = machine.IsSilent;
        machine.IsSilent = node.Metadata.Annotations[Silent] == "true";
        if (machine.IsSilent) return;
        if (wasSilent) Woken?.Invoke(machine);
        if (Mirrored(before, node) is { } allocatable) Report(machine.Name, new JsonObject { ["status"] = new JsonObject { ["allocatable"] = allocatable } });
        if (!node.Conditions.Any(one => one is { Type: "Ready", Status: "True" })) Report(machine.Name, NodeReport.Ready(clock.GetUtcNow()));
    }

    private void TellPods(ApiAnswer list)
    {
        foreach (var pod in list.Document.Children("items"))
            Adopted?.Invoke(new Change(ChangeKind.Set, Resources.Pods, pod.Key(), long.Parse(pod.ResourceVersion(), CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(pod.ToJsonString())));
    }

    /// <summary>Extended resources that came, changed or went in the capacity: what can be allocated follows, as with a kubelet. Null: nothing did.</summary>
    private static JsonObject? Mirrored(Node? before, Node now)
    {
        JsonObject? changes = null;
        foreach (ref readonly var item in now.Capacity.Items)
        {
            if (!ResourceNames.IsExtendedName(item.Key) || now.Allocatable[item.Key] == item.Value) continue;
            var moved = before is not null && before.Capacity[item.Key] != item.Value;
            if (moved || now.Allocatable[item.Key] is null) (changes ??= [])[item.Key] = item.Value.ToString();
        }
        foreach (ref readonly var item in now.Allocatable.Items)
            if (ResourceNames.IsExtendedName(item.Key) && now.Capacity[item.Key] is null) (changes ??= [])[item.Key] = null;
        return changes;
    }

    private void Report(string name, JsonObject patch) =>
        writes.Enqueue(new Write($"report {name}", cancellation => client.Patch(Resources.Nodes.Path(null, name, "status"), patch, cancellation)));

    private Machine Add(JsonObject node)
    {
        var address = node.Child("status")?.Children("addresses").FirstOrDefault(one => one.Text("type") == "InternalIP")?.Text("address");
        var machine = new Machine(node.ObjectName(), address ?? Addresses.Host(machines.Count));
        byName.Add(machine.Name, machine);
        machines.Add(machine);
        return machine;
    }

    private async Task Register(JsonObject node, CancellationToken cancellation)
    {
        var answer = await client.Create(Resources.Nodes.Path(), node, cancellation).ConfigureAwait(false);
        if (answer.IsConflict)
            answer = await client.Patch(Resources.Nodes.PathOf(node, "status"), NodeReport.Ready(clock.GetUtcNow()), cancellation).ConfigureAwait(false);
        answer.OrThrow($"register {node.ObjectName()}");
    }

    /// <param name="What">In words, for who is told of refusals.</param>
    /// <param name="Send">Sends it.</param>
    /// <param name="Then">What a success means.</param>
    private sealed record Write(string What, Func<CancellationToken, Task<ApiAnswer>> Send, Action<ApiAnswer>? Then = null);
}
