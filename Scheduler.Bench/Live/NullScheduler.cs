using System.Collections.Concurrent;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Access;
using Scheduler.Host.Client.Transport;
using Scheduler.Host.Scheduling;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Bench.Live;

/// <summary>
/// A scheduler without decisions: the same watches, the same decoding, the same client, bindings and events, but every pod goes to the next node. What
/// a real one is slower than this is the price of its decisions.
/// </summary>
internal sealed class NullScheduler(IApiClient client, string name, LiveOptions options)
{
    private readonly ChangeRing ring = new(options.ChangesWaitingMax);
    private readonly Cluster cluster = new();
    private readonly ConcurrentQueue<Action> asked = new();
    private readonly List<string> nodes = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Queue<PodInfo> waiting = new();
    private int next;

    /// <summary>Runs in a process of its own until it is stopped.</summary>
    public static int Run(NullSchedulerOptions options)
    {
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        using ApiConnection connection = new(ClusterAccess.OfProcess(TimeProvider.System).Find(options.Kubeconfig, null), TimeProvider.System);
        IApiClient client = connection.Client(new() { Qps = -1 });
        new NullScheduler(client, options.SchedulerName, new() { BindsInFlightMax = options.BindsInFlight }).RunAsync(stop.Token).GetAwaiter().GetResult();
        return 0;
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        ApiPlanner planner = new(client, TimeProvider.System, options, new()
        {
            MayWrite = () => true,
            OnDecisionThread = asked.Enqueue,
            Written = (_, _) => Task.CompletedTask,
            Refused = (answer, what) => Console.Error.WriteLine($"{what}: {answer.Message}"),
        }, cancellation);
        Task telling = Task.Run(() => planner.RunAsync(cancellation), CancellationToken.None);
        HashSet<ApiResource> unsynced = [.. ServedKinds.All.Keys];
        Task[] following = [.. ServedKinds.All.Keys.Select(resource => Task.Run(() => ServedKinds.Follow(client, resource, ring.Post, Console.Error.WriteLine, TimeProvider.System).RunAsync(cancellation), CancellationToken.None))];
        try
        {
            while (true)
            {
                await ring.WaitAsync(cancellation).ConfigureAwait(false);
                while (ring.TryTake(out Change change))
                {
                    if (change.Kind == ChangeKind.Synced) unsynced.Remove(change.Resource);
                    else Take(change);
                }

                if (unsynced.Count == 0) BindWaiting(planner);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            ring.Close();
            await Task.WhenAll([telling, .. following]).ConfigureAwait(false);
        }
    }

    private void Take(Change change)
    {
        switch (change.Value)
        {
            case Node node when change.Kind == ChangeKind.Set && !nodes.Contains(node.Metadata.Name): nodes.Add(node.Metadata.Name); break;
            case Pod pod when change.Kind == ChangeKind.Set && pod.Spec.NodeName.Length == 0 && pod.Spec.SchedulerName == name && taken.Add(pod.Metadata.Uid):
                waiting.Enqueue(cluster.Prepare(pod));
                break;
        }
    }

    /// <summary>As many as the live scheduler would have on their way.</summary>
    private void BindWaiting(ApiPlanner planner)
    {
        while (planner.BindsPending < 2 * options.BindsInFlightMax && waiting.TryDequeue(out PodInfo? pod))
            _ = BindAsync(planner, pod, nodes[next++ % nodes.Count]);
    }

    private async Task BindAsync(ApiPlanner planner, PodInfo pod, string node)
    {
        Status status = await planner.BindAsync(pod, node, CancellationToken.None).ConfigureAwait(false);
        if (!status.IsSuccess) Console.Error.WriteLine($"{pod.Key}: {status.Message}");
        ring.Wake();
    }
}
