using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>
/// Keeps the leases of nodes alive: a slice of them at a time, so that thousands of nodes do not write in one breath.
/// </summary>
internal sealed class LeaseRenewal(ApiClient client, TimeSpan interval, TimeProvider clock)
{
    public const string Namespace = "kube-node-lease";

    private const int Slices = 20;

    private int slice;

    /// <summary>When the next slice is due.</summary>
    public DateTimeOffset Due { get; private set; } = clock.GetUtcNow() + interval / Slices;

    /// <summary>Makes the lease of a node; one that is there is renewed.</summary>
    public async Task<ApiAnswer> Take(JsonObject node, CancellationToken cancellation)
    {
        var lease = NodeReport.Lease(node, interval, clock.GetUtcNow());
        var answer = await client.Create(Resources.Leases.Path(Namespace), lease, cancellation).ConfigureAwait(false);
        if (answer.IsConflict) answer = await client.Merge(Resources.Leases.Path(Namespace, node.ObjectName()), Patch(), cancellation).ConfigureAwait(false);
        return answer.OrThrow($"lease of {node.ObjectName()}");
    }

    /// <summary>The nodes whose turn it is, and their patch. Silent nodes renew nothing.</summary>
    public (IEnumerable<string> Nodes, JsonObject Patch) Next(IReadOnlyList<Machine> machines)
    {
        var turn = slice++ % Slices;
        Due = clock.GetUtcNow() + interval / Slices;
        return (machines.Where((machine, index) => index % Slices == turn && !machine.IsSilent).Select(machine => machine.Name), Patch());
    }

    private JsonObject Patch() => new() { ["spec"] = new JsonObject { ["renewTime"] = Meta.MicroTimestamp(clock.GetUtcNow()) } };
}
