using Scheduler.Bench.Conformance;
using Scheduler.Bench.Generate;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Fuzz;

/// <summary>
/// One golden case, shaken: nodes and pods missing, pods in another order and several times, and between decisions nodes and pods come, change and go.
/// Everything follows from the seed.
/// </summary>
public sealed class FuzzRound(GoldenCase golden, PluginCatalog catalog, EngineKind engineKind, ulong seed, string folder)
{
    private const int Passes = 3;

    private readonly SeededRandom random = new(seed);
    private readonly List<string> placed = [];
    private Cluster cluster = new();
    private SchedulingEngine engine = null!;
    private EngineCheck check = null!;

    /// <summary>Plays the round; returns the number of decisions compared.</summary>
    /// <exception cref="EngineDifferenceException">The engines disagree.</exception>
    public int Run()
    {
        Build();
        for (int pass = 0; pass < Passes; pass++)
        {
            foreach (Pod pod in Shuffled(golden.Pending))
            {
                Decide(Renamed(pod, pass));
                if (random.Percent(30)) Disturb();
            }
        }

        return check.Compared;
    }

    private void Build()
    {
        cluster = new();
        cluster.LoadObjects(golden.Objects);
        foreach (Node node in golden.Objects.Nodes)
            if (random.Percent(8)) cluster.RemoveNode(node.Metadata.Name);
        SchedulerConfiguration configuration = golden.Config is { } config
            ? SchedulerConfiguration.Read(config, golden.Name, catalog, golden.Features)
            : SchedulerConfiguration.Default(catalog, golden.Features);
        CycleOptions options = new() { Seed = seed, Explain = true, Engine = engineKind, KeepShapesFrom = 1 };
        engine = Make(options);
        check = new(Make(options with { Engine = EngineKind.Plain }), engine, new(folder, configuration, golden.Features));
        foreach (Pod pod in golden.Pods)
        {
            if (random.Percent(20)) continue;
            if (pod.Spec.NodeName.Length == 0) cluster.Nominations.Set(cluster.Prepare(pod), pod.Status.NominatedNodeName);
            else if (cluster.SetPod(pod) is not null) placed.Add(pod.Metadata.Key);
        }

        SchedulingEngine Make(CycleOptions with) => new(cluster, configuration.Profiles, catalog, golden.Features, with, TimeProvider.System);
    }

    private void Decide(Pod pod)
    {
        PodInfo info = cluster.Prepare(pod);
        if (engine.Gate(info) is not null) return;
        check.Compare(info);
        Decision decision = engine.Decide(info);
        if (decision.Kind != DecisionKind.Placed) return;
        string node = decision.Node;
        if (engine.Assume(info, node, null, out _).IsSuccess) placed.Add(info.Key);
    }

    /// <summary>Something happens to the cluster, as it does between two decisions of a live scheduler.</summary>
    private void Disturb()
    {
        switch (random.Next(6))
        {
            case 0 or 1 when placed.Count > 0:
                int i = random.Next(placed.Count);
                cluster.RemovePod(placed[i]);
                placed.RemoveAt(i);
                break;
            case 2:
                ChangeNode(node => node with { Unschedulable = !node.Unschedulable });
                break;
            case 3:
                string value = random.Pick<string>(["z1", "z2", "z9"]);
                ChangeNode(node => node with { Metadata = node.Metadata with { Labels = node.Metadata.Labels.With("topology.kubernetes.io/zone", value) } });
                break;
            case 4:
                Taint taint = new("shaken", random.Pick<string>(["a", "b"]), random.Pick<string>(["NoSchedule", "PreferNoSchedule"]));
                ChangeNode(node => node with { Taints = node.Taints.Length > 1 ? [] : [.. node.Taints, taint] });
                break;
            case 5 when golden.Objects.Nodes.Count > 0:
                Node any = random.Pick<Node>(golden.Objects.Nodes.ToArray());
                if (cluster.Nodes.RowOf(any.Metadata.Name) >= 0) cluster.RemoveNode(any.Metadata.Name);
                else cluster.AddNode(any);
                break;
        }
    }

    private void ChangeNode(Func<Node, Node> change)
    {
        if (golden.Objects.Nodes.Count == 0) return;
        int row = cluster.Nodes.RowOf(random.Pick<Node>(golden.Objects.Nodes.ToArray()).Metadata.Name);
        if (row >= 0) cluster.UpdateNode(change(cluster.Nodes.Node(row)));
    }

    private static Pod Renamed(Pod pod, int pass) => pass == 0 ? pod : pod with
    {
        Metadata = pod.Metadata with { Name = $"{pod.Metadata.Name}-{pass}", Uid = $"{pod.Metadata.Uid}-{pass}" },
    };

    private Pod[] Shuffled(Pod[] pods)
    {
        Pod[] shuffled = [.. pods];
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }
}
