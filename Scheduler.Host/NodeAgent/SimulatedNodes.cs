using System.Text.Json.Nodes;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Host.NodeAgent.Lifecycle;
using Scheduler.Host.NodeAgent.Machines;
using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent;

/// <summary>
/// Nodes without machines: they register, renew their leases, take pods that fit, and report of them what their plans say. Nothing is executed.
/// <code>
/// informers ──▶ inbox ──▶ fleet, pods ──▶ pods to look at ──▶ steps that are due ──▶ API server
///                                               ▲───── timers ◀────┘ steps that are not
/// </code>
/// One loop owns everything; only the calls of a turn run beside each other.
/// </summary>
public sealed class SimulatedNodes
{
    private const int CallsAtOnce = 128;

    private readonly TimeProvider clock;
    private readonly Inbox inbox = new();
    private readonly Informer[] informers;
    private readonly Fleet fleet;
    private readonly PodRunner pods;
    private readonly EventRecorder events;
    private bool podsKnown;

    public SimulatedNodes(ApiClient client, SimulatedNodesOptions options, TimeProvider clock)
    {
        this.clock = clock;
        fleet = new Fleet(client, options, clock) { Refused = message => Refused?.Invoke(message), Adopted = inbox.Post, Woken = machine => pods!.Wake(machine) };
        pods = new PodRunner(client, fleet, new PodPlans(options.Pods), options.Seed, clock)
        {
            Refused = message => Refused?.Invoke(message),
            Told = options.Total <= options.EventNodesMax ? Tell : null,
        };
        events = new EventRecorder(client, clock);
        var asked = new InformerOptions { KeepsText = false };
        informers =
        [
            new Informer(client, Resources.Nodes, inbox.Post, clock) { Options = asked },
            new Informer(client, Resources.Pods, inbox.Post, clock, "spec.nodeName!=") { Options = asked },
        ];
    }

    /// <summary>Told of what was refused.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Makes the nodes and their leases; those that exist report ready again. Other nodes that are there are simulated too, as they are.</summary>
    public Task Register(CancellationToken cancellation) => fleet.Register(cancellation);

    /// <summary>Runs pods and renews leases until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] following = [.. informers.Select(informer => Task.Run(() => informer.RunAsync(ended.Token), CancellationToken.None)), Task.Run(() => events.RunAsync(ended.Token), CancellationToken.None)];
        try
        {
            while (true) await Turn(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(following).ConfigureAwait(false);
        }
    }

    private async Task Turn(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (inbox.TryTake(out var change)) Take(change);
        var calls = podsKnown ? pods.Advance(CallsAtOnce, cancellation) : [];
        if (fleet.NextRenewal <= clock.GetUtcNow()) fleet.Renew();
        while (calls.Count < CallsAtOnce && fleet.NextCall(cancellation) is { } call) calls.Add(call);
        if (calls.Count == 0)
        {
            await Wait(cancellation).ConfigureAwait(false);
            return;
        }
        await Task.WhenAll(calls.Select(call => call.Wait())).ConfigureAwait(false);
        foreach (var call in calls) call.Settle();
    }

    private void Take(Change change)
    {
        if (change.Resource == Resources.Nodes)
        {
            if (change.Kind != ChangeKind.Synced) fleet.Learn(change);
        }
        else if (change.Kind == ChangeKind.Synced) podsKnown = true; // Addresses in use are known now: new ones may be given.
        else pods.Learn(change);
    }

    private void Tell(PodState pod, PodNews news)
    {
        var about = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["namespace"] = pod.Namespace, ["name"] = pod.Name, ["uid"] = pod.Uid },
        };
        if (news.IsWarning) events.Warning("kubelet", about, news.Reason, news.Message);
        else events.Normal("kubelet", about, news.Reason, news.Message);
    }

    private async Task Wait(CancellationToken cancellation)
    {
        var next = pods.NextDue is { } due && due < fleet.NextRenewal ? due : fleet.NextRenewal;
        var wait = next - clock.GetUtcNow();
        await using var timer = clock.CreateTimer(_ => inbox.Wake(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await inbox.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
