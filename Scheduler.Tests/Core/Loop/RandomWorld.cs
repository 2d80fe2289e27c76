using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Loop;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;
using Scheduler.Plugins;
using Scheduler.Tests.Host.Store;
using Scheduler.Tests.Scenarios;

namespace Scheduler.Tests.Core.Loop;

/// <summary>Nodes and pods that come, change and go at random, and a scheduler that must cope. Keeps its own books.</summary>
internal sealed class RandomWorld : IPlanner
{
    private static readonly string[] Zones = ["x", "y"];
    private static readonly string[] Apps = ["web", "db", "job"];

    private readonly Random random;
    private readonly int priorities;
    private readonly ManualClock clock = new();
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pod> pods = new(StringComparer.Ordinal);
    private readonly Queue<Pod> unconfirmed = new();
    private readonly ClusterFeed feed;
    private readonly SchedulingLoop loop;
    private int names;

    /// <param name="seed">Decides everything that happens.</param>
    /// <param name="priorities">Pods have priorities below this number.</param>
    public RandomWorld(int seed, int priorities)
    {
        random = new(seed);
        this.priorities = priorities;
        SchedulerConfiguration configuration = SchedulerConfiguration.ReadText(
            """{"apiVersion":"kubescheduler.config.k8s.io/v1","kind":"KubeSchedulerConfiguration"}""", "", DefaultPlugins.Catalog, FeatureGates.Default);
        Engine = new(new(), configuration.Profiles, DefaultPlugins.Catalog, FeatureGates.Default, new() { Seed = (ulong)seed }, clock);
        Queue = new(Engine, new(), clock);
        feed = new(Engine.Cluster, Queue, Engine.ProfileOf);
        loop = new(Engine, Queue, this, clock);
        for (int i = 0; i < 4; i++) SetNode($"n{i}");
    }

    public SchedulingEngine Engine { get; }

    public SchedulingQueue Queue { get; }

    /// <summary>Lets something happen and everything follow from it; says what it was.</summary>
    public string Next()
    {
        clock.Advance(TimeSpan.FromMilliseconds(random.Next(1500)));
        string happened = Happen();
        do
        {
            loop.RunReady(1000);
            while (unconfirmed.TryDequeue(out Pod? pod))
                if (pods.TryGetValue(pod.Metadata.Key, out Pod? now) && now == pod) feed.Set(pod);
        }
        while (Queue.ActiveCount > 0);
        return happened;
    }

    /// <summary>Every pod is on a node or in the queue, never in both or neither, and the scheduler knows of the same pods.</summary>
    public void CheckBooks()
    {
        foreach (Pod pod in pods.Values)
        {
            bool isBound = pod.Spec.NodeName.Length > 0;
            Assert.True(isBound != Queue.Find(pod.Metadata.Uid) is not null, $"{pod.Metadata.Key}, node \"{pod.Spec.NodeName}\", is {Queue.Find(pod.Metadata.Uid)?.ToString() ?? "not in the queue"}");
            Assert.True(isBound == Engine.Cluster.FindPod(pod.Metadata.Key) is not null, $"{pod.Metadata.Key} counts wrongly");
        }

        Assert.Equal(pods.Values.Count(pod => pod.Spec.NodeName.Length == 0), Queue.Count);
        Assert.DoesNotContain(Queue.Pods, pod => pod.State == QueueState.InFlight);
    }

    public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        if (random.Next(20) == 0) return Task.FromResult(Status.Error("conflict"));
        Pod known = pods[pod.Key];
        Assert.True(known.Spec.NodeName.Length == 0, $"{pod.Key} is bound to {nodeName} and was to {known.Spec.NodeName}");
        long used = pods.Values.Where(other => other.Spec.NodeName == nodeName).Sum(Cpu);
        Assert.True(used + Cpu(known) <= nodes[nodeName].Allocatable["cpu"]!.Value.MilliValue, $"{pod.Key} does not fit on {nodeName}");
        pods[pod.Key] = known with { Spec = known.Spec with { NodeName = nodeName }, Status = known.Status with { NominatedNodeName = "" } };
        unconfirmed.Enqueue(pods[pod.Key]);
        return Task.FromResult(Status.Success);
    }

    public Task<Status> EvictAsync(PodInfo victim, PodInfo preemptor, CancellationToken cancellation)
    {
        Assert.True(victim.Priority < preemptor.Priority, $"{victim.Key} has to leave for {preemptor.Key}, which is no more important");
        if (random.Next(10) == 0) return Task.FromResult(Status.Error("eviction failed"));
        Delete(victim.Key);
        return Task.FromResult(Status.Success);
    }

    public void Report(FailedAttempt attempt)
    {
        if (attempt.NominatedNode is not { } node || !pods.TryGetValue(attempt.Pod.Key, out Pod? pod)) return;
        SetPod(pod with { Status = pod.Status with { NominatedNodeName = node } });
    }

    private static long Cpu(Pod pod) => pod.Spec.Containers[0].Resources.Requests["cpu"]!.Value.MilliValue;

    private string Happen()
    {
        Pod? known = pods.Count == 0 ? null : pods.Values.ElementAt(random.Next(pods.Count));
        switch (random.Next(20))
        {
            case 0 when nodes.Count < 8: return SetNode($"n{++names + 3}");
            case < 4 when nodes.Count > 0: return SetNode(nodes.Keys.ElementAt(random.Next(nodes.Count)));
            case 4 when nodes.Count > 2: return DeleteNode(nodes.Keys.ElementAt(random.Next(nodes.Count)));
            case < 10 when known is not null: return Delete(known.Metadata.Key);
            case < 13 when known is not null: return Change(known);
            case 13:
                clock.Advance(TimeSpan.FromSeconds(12));
                return "time passes";
            default: return NewPod();
        }
    }

    private string SetNode(string name)
    {
        string words = $"cpu={1 + random.Next(6)} pods={1 + random.Next(8)}";
        if (ZoneOf(name) is { } zone) words += $" zone={zone}";
        if (OneIn(4)) words += " taint=k:v:NoSchedule";
        if (OneIn(5)) words += " unschedulable";
        if (!OneIn(2)) words += " labels=disk:ssd";
        nodes[name] = ScenarioObjects.MakeNode(name, new(words.Split(' ')));
        feed.Set(nodes[name]);
        return $"node {name} {words}";
    }

    /// <summary>A node whose pods keep others away stays in its zone: kube-scheduler tells nobody of such pods when it moves (docs/semantics.md 5.5).</summary>
    private string? ZoneOf(string name)
    {
        bool stays = pods.Values.Any(pod => pod.Spec.NodeName == name && pod.Spec.Affinity?.PodAntiAffinity is not null);
        if (stays) return nodes[name].Metadata.Labels["topology.kubernetes.io/zone"];
        return OneIn(4) ? null : Pick(Zones);
    }

    private string DeleteNode(string name)
    {
        // Its pods go first: what a scheduler is to think of pods on nodes that are gone is nobody's question.
        foreach (string key in pods.Values.Where(pod => pod.Spec.NodeName == name).Select(pod => pod.Metadata.Key).ToArray()) Delete(key);
        nodes.Remove(name);
        feed.RemoveNode(name);
        return $"delete node {name}";
    }

    private string NewPod()
    {
        // Nobody is a companion of its own kind, and nobody has two opponents: kube-scheduler's hints overlook these (docs/semantics.md 5.5).
        string app = Pick(Apps);
        string words = $"cpu={1 + random.Next(4)} labels=app:{app} priority={random.Next(priorities)}";
        if (OneIn(5)) words += " port=80";
        if (OneIn(4)) words += " tolerates=k:NoSchedule";
        if (OneIn(4)) words += " selector=disk:ssd";
        if (OneIn(4)) words += $" spread={(!OneIn(2) ? "zone" : "hostname")}:1:hard:app:{app}";
        if (OneIn(4)) words += $" away=app:{Pick(Apps)}@{(!OneIn(2) ? "zone" : "hostname")}";
        if (app == "web" && OneIn(3)) words += " near=app:db@zone";
        if (OneIn(6)) words += " gates=one";
        string name = $"p{++names}";
        SetPod(ScenarioObjects.MakePod(name, new(words.Split(' ')), clock.GetUtcNow()));
        return $"pod {name} {words}";
    }

    private string Change(Pod pod)
    {
        switch (random.Next(4))
        {
            case 0:
                SetPod(pod with { Metadata = pod.Metadata with { Labels = pod.Metadata.Labels.With("app", pod.Metadata.Labels["app"] == "web" ? "web" : Pick(["db", "job"])) } });
                return $"labels of {pod.Metadata.Name}";
            case 1:
                SetPod(pod with { Spec = pod.Spec with { Tolerations = [new("k", "Exists", "", "NoSchedule")] } });
                return $"tolerations of {pod.Metadata.Name}";
            case 2:
                SetPod(pod with { Spec = pod.Spec with { SchedulingGates = [] } });
                return $"gates of {pod.Metadata.Name}";
            default:
                Container container = pod.Spec.Containers[0] with { Resources = new() { Requests = new Words(["cpu=1"]).Amounts("cpu") } };
                SetPod(pod with { Spec = pod.Spec with { Containers = [container] } });
                return $"requests of {pod.Metadata.Name}";
        }
    }

    private void SetPod(Pod pod)
    {
        pods[pod.Metadata.Key] = pod;
        feed.Set(pod);
    }

    private string Delete(string key)
    {
        pods.Remove(key, out Pod? pod);
        feed.RemovePod(pod!);
        return $"delete pod {key}";
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    private bool OneIn(int times) => random.Next(times) == 0;
}
