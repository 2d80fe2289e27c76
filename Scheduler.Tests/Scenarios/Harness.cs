using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;
using Scheduler.Plugins;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Scenarios;

/// <summary>The real loop over a real queue and cluster, with a planner that notes and a clock that moves when told. One thread.</summary>
internal sealed class Harness
{
    private readonly List<string> notes = [];
    private readonly Dictionary<string, Pod> pods = new(StringComparer.Ordinal);
    private readonly ManualClock clock = new();
    private readonly DateTimeOffset start;
    private readonly RecordingPlanner planner;
    private readonly SchedulingLoop loop;
    private readonly SchedulingQueue queue;

    public Harness(Scenario scenario)
    {
        Dictionary<string, string> settings = scenario.Settings;
        start = clock.GetUtcNow();
        planner = new(this) { EvictsGracefully = settings.GetValueOrDefault("evictions") == "graceful" };
        PluginCatalog catalog = DefaultPlugins.Catalog.With(PluginDescriptor.Of("TestPermit", _ => new TestPermit { Told = Note }));
        FeatureGates features = settings.TryGetValue("gates", out string? gates) ? FeatureGates.Parse(gates) : FeatureGates.Default;
        SchedulerConfiguration configuration = SchedulerConfiguration.ReadText(Configuration(settings), scenario.Title, catalog, features);
        ExtenderChain extenders = new(
            [.. settings.Where(setting => setting.Key.StartsWith("extender", StringComparison.Ordinal)).Select(setting => new TestExtender(setting.Key, new(setting.Value.Split(' ')), Note))]);
        SchedulingEngine engine = new(Cluster, configuration.Profiles, catalog, features, new() { TieBreakByName = true, PercentageOfNodesToScore = configuration.PercentageOfNodesToScore }, clock, extenders);
        queue = new(engine, QueueOptions.From(configuration, features), clock, features["SchedulerQueueingHints"]);
        Feed = new(Cluster, queue, engine.ProfileOf);
        loop = new(engine, queue, planner, clock, extenders) { Decided = OnDecided };
    }

    public Cluster Cluster { get; } = new();

    /// <summary>What the world tells goes in here.</summary>
    public ClusterFeed Feed { get; }

    /// <summary>Plays all lines; returns what differs, or null.</summary>
    public string? Play(Scenario scenario)
    {
        foreach (ScenarioLine line in scenario.Lines)
        {
            notes.Clear();
            AdvanceTo(start + line.At);
            if (line.Happening.Length > 0) Happen(line.Happening);
            loop.RunReady(1000);
            if (Difference(line) is { } difference) return $"{scenario.File}:{line.Number}: {line.Happening}\n{difference}";
        }

        return null;
    }

    public void Note(string what) => notes.Add(what);

    /// <summary>The bound pod comes back from the world.</summary>
    public void Confirm(PodInfo pod, string nodeName)
    {
        Pod bound = pods[pod.Key] with { };
        pods[pod.Key] = bound with { Spec = bound.Spec with { NodeName = nodeName }, Status = bound.Status with { NominatedNodeName = "", StartTime = clock.GetUtcNow() } };
    }

    public void Evict(PodInfo victim, bool gracefully)
    {
        Pod pod = pods[victim.Key];
        if (!gracefully)
        {
            pods.Remove(victim.Key);
            Feed.RemovePod(pod);
            return;
        }

        PodCondition condition = new("DisruptionTarget", "True", "PreemptionByScheduler", "");
        pods[victim.Key] = pod with
        {
            Metadata = pod.Metadata with { DeletionTimestamp = clock.GetUtcNow() },
            Status = pod.Status with { Conditions = [.. pod.Status.Conditions, condition] },
        };
        Feed.Set(pods[victim.Key]);
    }

    public void Report(FailedAttempt attempt)
    {
        if (attempt.Reason == "SchedulerError") Note($"{attempt.Pod.Name} error: {attempt.Message}");
        if (attempt.Reason == "Unschedulable") Note($"{attempt.Pod.Name} pending: {attempt.Message}");
        if (attempt.NominatedNode is not { } node || !pods.TryGetValue(attempt.Pod.Key, out Pod? pod)) return;
        if (node.Length > 0) Note($"{attempt.Pod.Name} nominated to {node}");
        else if (attempt.Reason.Length == 0) Note($"{attempt.Pod.Name} loses its nomination");
        pods[attempt.Pod.Key] = pod with { Status = pod.Status with { NominatedNodeName = node } };
        Feed.Set(pods[attempt.Pod.Key]);
    }

    private static string Configuration(Dictionary<string, string> settings)
    {
        string permit = settings.ContainsKey("permit") ? """{"multiPoint":{"enabled":[{"name":"TestPermit"}]}}""" : "{}";
        string backoff = settings.TryGetValue("backoff", out string? text)
            ? $"\"podInitialBackoffSeconds\":{text.Split(' ')[0]},\"podMaxBackoffSeconds\":{text.Split(' ')[1]}," : "";
        string profiles = settings.GetValueOrDefault("profiles", "default-scheduler");
        string list = string.Join(',', profiles.Split(' ').Select(name => $$"""{"schedulerName":"{{name}}","plugins":{{permit}}}"""));
        return $$"""{"apiVersion":"kubescheduler.config.k8s.io/v1","kind":"KubeSchedulerConfiguration",{{backoff}}"profiles":[{{list}}]}""";
    }

    private static bool Matches(string expected, string note) =>
        expected.EndsWith('…') ? note.StartsWith(expected[..^1].TrimEnd(), StringComparison.Ordinal)
        : expected.Contains('…') ? note.StartsWith(expected.Split('…')[0].TrimEnd(), StringComparison.Ordinal) && note.EndsWith(expected.Split('…')[1].TrimStart(), StringComparison.Ordinal)
        : note == expected || (expected.EndsWith(" pending", StringComparison.Ordinal) && note.StartsWith(expected + ":", StringComparison.Ordinal))
            || (expected.EndsWith(" error", StringComparison.Ordinal) && note.StartsWith(expected + ":", StringComparison.Ordinal));

    /// <summary>Time passes second by second: backoffs end, and every 30 seconds pods that waited too long are moved.</summary>
    private void AdvanceTo(DateTimeOffset time)
    {
        while (clock.GetUtcNow() < time)
        {
            TimeSpan step = time - clock.GetUtcNow() < TimeSpan.FromSeconds(1) ? time - clock.GetUtcNow() : TimeSpan.FromSeconds(1);
            clock.Advance(step);
            if ((clock.GetUtcNow() - start).TotalSeconds % 30 == 0) queue.FlushUnschedulable();
            loop.RunReady(1000);
        }
    }

    private void OnDecided(PodInfo pod, Decision decision)
    {
        if (decision.Kind == DecisionKind.Placed && pod.Labels["permit"] is "wait" or "wait5s") Note($"{pod.Name} waits at permit");
    }

    private string? Difference(ScenarioLine line)
    {
        bool same = notes.Count == line.Expected.Length && notes.Zip(line.Expected).All(pair => Matches(pair.Second, pair.First));
        return same ? null : $"  expected: {Show(line.Expected)}\n  got:      {Show(notes)}";
    }

    private static string Show(IReadOnlyCollection<string> lines) => lines.Count == 0 ? "(nothing)" : string.Join("; ", lines);

    private void Happen(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string name = words.Length > 1 ? words[1] : "";
        Words more = new(words.Skip(2));
        switch (words[0])
        {
            case "node": Feed.Set(ScenarioObjects.MakeNode(name, more)); break;
            case "pod": SetPod(ScenarioObjects.MakePod(name, more, clock.GetUtcNow())); break;
            case "claim": Feed.Set(Cluster.PersistentVolumeClaims, EventResource.PersistentVolumeClaim, ScenarioObjects.MakeClaim(name, more)); break;
            case "volume": Feed.Set(Cluster.PersistentVolumes, EventResource.PersistentVolume, ScenarioObjects.MakeVolume(name, more)); break;
            case "class": Feed.Set(Cluster.StorageClasses, EventResource.StorageClass, ScenarioObjects.MakeClass(name, more)); break;
            case "csinode": Feed.Set(Cluster.CsiNodes, EventResource.CsiNode, ScenarioObjects.MakeCsiNode(name, more)); break;
            case "budget": Feed.Set(Cluster.PodDisruptionBudgets, null, ScenarioObjects.MakeBudget(name, more)); break;
            case "namespace": Feed.Set(Cluster.Namespaces, null, new Namespace { Metadata = new() { Name = name, Labels = more.Map("labels") } }); break;
            case "delete" when name == "node": Feed.RemoveNode(words[2]); break;
            case "delete" when name == "pod": DeletePod(words[2]); break;
            case "fail" when name == "bind": planner.FailingBinds[words[2]] = words.Length > 3 ? string.Join(' ', words.Skip(3)) : "conflict"; break;
            case "fail" when name == "eviction": planner.FailingEvictions.Add(words[2]); break;
            case "allow": Waiting(name).Allow("TestPermit"); break;
            case "reject": Waiting(name).Reject("TestPermit", "rejected by hand"); break;
            case "confirm": Feed.Set(pods[$"default/{name}"]); break;
            case "activate": queue.Activate([queue.Pods.Single(pod => pod.Pod.Name == name).Pod]); break;
            case "see": Note($"{name} is {queue.Pods.SingleOrDefault(pod => pod.Pod.Name == name)?.State.ToString().ToLowerInvariant() ?? "gone"}"); break;
            case "count": Note($"{loop.BindingCount} binding, {queue.ActiveCount} active, {queue.BackoffCount} backing off, {queue.UnschedulableCount} unschedulable"); break;
            default: throw new FormatException($"\"{text}\": nobody knows what \"{words[0]}\" is");
        }
    }

    private WaitingPod Waiting(string name) => loop.WaitingPods.Values.Single(pod => pod.Pod.Name == name);

    private void SetPod(Pod pod)
    {
        if (pods.TryGetValue(pod.Metadata.Key, out Pod? known))
        {
            // An update says what is new; the node and the nomination stay as they are.
            pod = pod with
            {
                Metadata = pod.Metadata with { CreationTimestamp = known.Metadata.CreationTimestamp },
                Spec = pod.Spec.NodeName.Length == 0 ? pod.Spec with { NodeName = known.Spec.NodeName } : pod.Spec,
                Status = pod.Status.NominatedNodeName.Length == 0 ? pod.Status with { NominatedNodeName = known.Status.NominatedNodeName, StartTime = known.Status.StartTime ?? pod.Status.StartTime } : pod.Status,
            };
        }

        pods[pod.Metadata.Key] = pod;
        Feed.Set(pod);
    }

    private void DeletePod(string name)
    {
        string key = name.Contains('/') ? name : $"default/{name}";
        if (!pods.Remove(key, out Pod? pod)) throw new FormatException($"delete pod {name}: there is no such pod");
        Feed.RemovePod(pod);
    }
}
