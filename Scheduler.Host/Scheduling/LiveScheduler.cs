using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Queue;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling.Metrics;
using Scheduler.Plugins;
using Change = Scheduler.Host.Client.Change;

namespace Scheduler.Host.Scheduling;

/// <summary>
/// The scheduling loop on a live cluster: informers feed it, <see cref="ApiPlanner"/> carries out what it decides. Nothing is decided before everything
/// that is there has been told, and only as long as <see cref="Leads"/>. One decision thread: whoever runs <see cref="RunAsync"/>.
/// </summary>
public sealed partial class LiveScheduler
{
    /// <summary>Pods decided between two looks at what has happened.</summary>
    private const int TurnsAtOnce = 32;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnschedulableFlush = TimeSpan.FromSeconds(30);

    private readonly IApiClient client;
    private readonly TimeProvider clock;
    private readonly bool protobuf;
    private readonly LiveOptions options;
    private readonly ILogger log;
    private readonly SchedulerMetrics metrics;
    private readonly ChangeRing ring;
    private readonly ConcurrentQueue<Action> asked = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<ApiResource> unsynced = [];
    private readonly Cluster cluster = new();
    private readonly SchedulingEngine engine;
    private readonly SchedulingQueue queue;
    private readonly SchedulingLoop loop;
    private readonly ChangeIntake intake;
    private readonly ApiPlanner planner;
    private readonly AssumedPods assumed;
    private readonly HeapPace heap = new();
    private readonly HashSet<string> refusals = new(StringComparer.Ordinal);
    private DateTimeOffset ticked;
    private DateTimeOffset flushed;

    public LiveScheduler(
        IApiClient client, SchedulerConfiguration configuration, FeatureGates features, TimeProvider clock,
        LiveOptions? options = null, ExtenderChain? extenders = null, ILogger? log = null, SchedulerMetrics? metrics = null)
    {
        this.client = client;
        this.clock = clock;
        protobuf = configuration.ClientConnection.AcceptContentTypes.Contains(MediaTypes.Protobuf, StringComparison.Ordinal);
        this.options = options ?? new();
        this.log = log ?? NullLogger.Instance;
        this.metrics = metrics ?? new();
        ring = new(this.options.ChangesWaitingMax);
        CycleOptions cycle = new()
        {
            PercentageOfNodesToScore = configuration.PercentageOfNodesToScore,
            KeepReasons = this.options.KeepsReasons,
            Explain = this.options.Explains,
            Meter = new PointMetrics(this.metrics).Meter(clock),
        };
        cycle = Checked(cycle, configuration, features);
        engine = new(cluster, configuration.Profiles, DefaultPlugins.Catalog, features, cycle, clock, extenders);
        queue = new(engine, QueueOptions.From(configuration, features), clock, features["SchedulerQueueingHints"]) { Entered = OnEntered };
        ClusterFeed feed = new(cluster, queue, engine.ProfileOf);
        intake = new(cluster, feed) { PodSettled = uid => assumed!.Settled(uid) };
        planner = new(client, clock, this.options, new()
        {
            MayWrite = () => Leads(),
            OnDecisionThread = Post,
            Written = (value, cancellation) => AskAsync(() => { intake.TakeWritten(value); return true; }, cancellation),
            Refused = OnRefused,
        }, stopping.Token);
        assumed = new(client, clock, this.options.AssumedPodCheck, Post, pod => feed.RemovePod(pod.Pod));
        loop = new(engine, queue, planner, clock, extenders)
        {
            Woken = ring.Wake,
            SkipsPreBind = this.options.IsDryRun,
            Attempted = OnAttempted,
            Decided = OnDecided,
            BindingEnded = OnBindingEnded,
        };
        AddGauges();
    }

    /// <summary>Told of what the server does not let this user read, and of objects that cannot be read; the latter are passed over.</summary>
    public Action<string>? Unreadable { get; init; }

    /// <summary>Told of every decision, on the decision thread; its explanation can be asked for during the call.</summary>
    public Action<PodInfo, Decision, Func<Explanation>>? Decided { get; init; }

    /// <summary>Asked before every decision and every write: false while another replica leads. <see cref="Wake"/> tells that it has changed.</summary>
    public Func<bool> Leads { get; init; } = static () => true;

    /// <summary>True once everything that is there has been told.</summary>
    public bool IsSynced { get; private set; }

    public void Wake() => ring.Wake();

    /// <summary>Asks something on the decision thread.</summary>
    public Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellation) => planner.AskAsync(question, cancellation);

    /// <summary>
    /// Schedules until cancelled; then decides nothing more, waits for the bindings on their way and for what is to be told, each for
    /// <see cref="LiveOptions.ShutdownPatience"/> at the most.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource ended = new();
        List<Task> beside = [Task.Run(() => planner.RunAsync(ended.Token), CancellationToken.None)];
        await using ITimer timer = clock.CreateTimer(_ => ring.Wake(), null, Tick, Tick);
        try
        {
            unsynced.UnionWith(ServedKinds.All.Keys);
            beside.AddRange(ServedKinds.All.Keys.Select(resource =>
                Task.Run(() => ServedKinds.Follow(client, resource, ring.Post, OnReadRefused, clock, protobuf).RunAsync(ended.Token), CancellationToken.None)));
            ticked = flushed = clock.GetUtcNow();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Step()) continue;
                await ring.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await FinishAsync().ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            ring.Close();
            await Task.WhenAll(beside).ConfigureAwait(false);
        }
    }

    /// <summary>Takes in what has come and gives some pods their turns; true where there is more to do at once.</summary>
    private bool Step()
    {
        TakeIn();
        if (!IsSynced || !Leads())
        {
            loop.Pump();
            return false;
        }

        int room = Math.Min(TurnsAtOnce, (2 * options.BindsInFlightMax) - planner.BindsPending);
        if (room > 0) return loop.RunReady(room) == room;
        loop.Pump();
        return false;
    }

    private void TakeIn()
    {
        Interlocked.Exchange(ref lastStep, clock.GetTimestamp());
        bool traces = log.IsEnabled(LogLevel.Trace);
        while (ring.TryTake(out Change change))
        {
            if (traces && change.Resource == Resources.Pods && change.Kind != ChangeKind.Synced) LogTook(change.Kind, change.Key, change.Version);
            intake.Take(change);
            if (change.Kind == ChangeKind.Synced && unsynced.Remove(change.Resource) && unsynced.Count == 0) OnSynced();
        }

        while (asked.TryDequeue(out Action? action)) action();
        DateTimeOffset now = clock.GetUtcNow();
        if (now - ticked >= Tick)
        {
            ticked = now;
            heap.Look();
            if (!options.IsDryRun) assumed.Check(stopping.Token);
        }

        if (now - flushed < UnschedulableFlush) return;
        flushed = now;
        queue.FlushUnschedulable();
    }

    /// <summary>Sees through what is on its way.</summary>
    private async Task FinishAsync()
    {
        using CancellationTokenSource patience = new(options.ShutdownPatience, clock);
        try
        {
            while (planner.BindsPending > 0 || planner.ReportsWaiting > 0)
            {
                TakeIn();
                loop.Pump();
                await Task.Delay(FinishStep, clock, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // What is not written by now is left to the next start.
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        loop.Pump();
    }

    private void Post(Action action)
    {
        asked.Enqueue(action);
        ring.Wake();
    }
}
