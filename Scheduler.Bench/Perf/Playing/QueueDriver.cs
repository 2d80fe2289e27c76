using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>
/// The real queue and the real loop on virtual time: pods wait, events wake them, evictions and bindings come back as news. The meter sees every turn
/// and everything that the scheduler is told meanwhile.
/// </summary>
internal sealed class QueueDriver : Driver
{
    /// <summary>Virtual time that pods get to end as expected: longer than the longest wait without an event.</summary>
    private const int PatienceSeconds = 900;

    private const int FlushEverySeconds = 30;

    private readonly VirtualTime clock;
    private readonly SchedulingQueue queue;
    private readonly SchedulingLoop loop;
    private readonly ClusterFeed feed;
    private readonly MemoryPlanner planner;
    private readonly Dictionary<string, (Pod Pod, DecisionKind? Kind)> expected = new(StringComparer.Ordinal);
    private readonly HashSet<string> later = new(StringComparer.Ordinal);
    private int unplaced;
    private Decision? last;

    public QueueDriver(string path, EngineSetup setup, FeatureGates features, Meter meter) : base(path, setup.Engine, meter)
    {
        clock = setup.Clock;
        SchedulingEngine engine = setup.Engine;
        queue = new(engine, QueueOptions.From(setup.Configuration, features), clock, features["SchedulerQueueingHints"]);
        feed = new(engine.Cluster, queue, engine.ProfileOf);
        planner = new(feed, OnEvicted, OnBound);
        loop = new(engine, queue, planner, clock) { Decided = (_, decision) => last = decision };
    }

    /// <inheritdoc/>
    public override void Set(Node node) => Tell(() => feed.Set(node));

    /// <inheritdoc/>
    public override void RemoveNode(string name) => Tell(() => feed.RemoveNode(name));

    /// <inheritdoc/>
    public override void Set<T>(ObjectTable<T> table, EventResource? resource, T value) => Tell(() => feed.Set(table, resource, value));

    /// <inheritdoc/>
    public override void Remove<T>(ObjectTable<T> table, EventResource? resource, string key) => Tell(() => feed.Remove(table, resource, key));

    /// <inheritdoc/>
    public override void Submit(Pod pod, CreatePods step, bool measured)
    {
        string key = pod.Metadata.Key;
        expected.Add(key, (pod, step.Expect));
        if (!step.Wait) later.Add(key);
        else if (step.Expect == DecisionKind.Placed) unplaced++;
        Tell(() => feed.Set(pod));
    }

    /// <inheritdoc/>
    public override void Update(Pod pod) => Tell(() => feed.Set(planner.Placed(pod)));

    /// <inheritdoc/>
    public override void Leave(string key)
    {
        if (!expected.TryGetValue(key, out (Pod Pod, DecisionKind? Kind) known)) return;
        Forget(key);
        Tell(() => feed.RemovePod(known.Pod));
    }

    /// <inheritdoc/>
    public override void Pass(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1)) Second((int)passed.TotalSeconds);
    }

    /// <inheritdoc/>
    public override void Settle(bool isBarrier)
    {
        if (isBarrier)
        {
            unplaced += later.Count(key => expected[key].Kind == DecisionKind.Placed && Cluster.FindPod(key) is null);
            later.Clear();
        }

        for (int second = 0; unplaced > 0; second++)
        {
            if (second == PatienceSeconds) throw Unexpected(Differences().First());
            Second(second);
        }

        if (isBarrier && Differences().FirstOrDefault() is { } difference) throw Unexpected(difference);
    }

    private void Second(int number)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        Tell(() =>
        {
            if (number % FlushEverySeconds == FlushEverySeconds - 1) queue.FlushUnschedulable();
        });
    }

    /// <summary>Says something to the scheduler, lets it do what it can, and brings back what follows.</summary>
    private void Tell(Action news)
    {
        Hear(news);
        do
        {
            while (planner.HasNews) Hear(planner.TellNext);
        }
        while (Turn());
    }

    private void Hear(Action news)
    {
        if (Meter.IsOn) Meter.Start();
        news();
        if (Meter.IsOn) Meter.Stop(isTurn: false);
    }

    private bool Turn()
    {
        last = null;
        if (Meter.IsOn) Meter.Start();
        bool took = loop.Step();
        if (Meter.IsOn) Meter.Stop(isTurn: took);
        if (last is not null) Hash.Add(last);
        return took;
    }

    private void OnEvicted(string key)
    {
        Preempted++;
        Forget(key);
    }

    private void OnBound(string key)
    {
        OnNodes++;
        if (expected.TryGetValue(key, out (Pod Pod, DecisionKind? Kind) known) && known.Kind == DecisionKind.Placed && !later.Contains(key)) unplaced--;
    }

    private void Forget(string key)
    {
        expected.Remove(key, out (Pod Pod, DecisionKind? Kind) known);
        bool wasLater = later.Remove(key);
        if (Cluster.FindPod(key) is not null) OnNodes--;
        else if (known.Kind == DecisionKind.Placed && !wasLater) unplaced--;
    }

    private IEnumerable<string> Differences()
    {
        foreach ((string key, (Pod pod, DecisionKind? kind)) in expected)
        {
            if (kind is null || later.Contains(key)) continue;
            QueuedPod? waiting = queue.Find(pod.Metadata.Uid);
            DecisionKind? got = waiting is null
                ? Cluster.FindPod(key) is null ? null : DecisionKind.Placed
                : waiting.State == QueueState.Gated ? DecisionKind.Held : DecisionKind.Unschedulable;
            if (got != kind) yield return $"pod {key}: expected {kind}, got {got?.ToString() ?? "nothing"}{(waiting is null ? "" : $": {waiting}, {string.Join(", ", waiting.Rejectors)}")}";
        }
    }
}
