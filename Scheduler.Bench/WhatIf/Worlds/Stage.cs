using System.Diagnostics;
using Scheduler.Bench.Replay;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Worlds;

/// <summary>A branch of a world in which something is tried. Ends without a trace; stages nest and end in reverse order.</summary>
public sealed class Stage : IDisposable
{
    private readonly World world;
    private readonly SchedulingEngine engine;
    private readonly ClusterBranch branch;
    private readonly List<(PodInfo Pod, string Node)> assumed = [];

    internal Stage(World world, SnapshotDraft? draft, SchedulingEngine engine, bool onlyChanged)
    {
        this.world = world;
        this.engine = engine;
        long start = Stopwatch.GetTimestamp();
        branch = world.Cluster.Branch();
        Input = Apply(draft ?? new(world.Snapshot), onlyChanged);
        Setup = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The pods that have a turn here, in order.</summary>
    public ReplayInput Input { get; }

    /// <summary>What it took to begin the branch and to write its changes.</summary>
    public TimeSpan Setup { get; }

    public Cluster Cluster => world.Cluster;

    public SchedulingEngine Engine => engine;

    /// <summary>Gives every pod of the input its turn.</summary>
    public ReplayResult Play(Action<int>? progress = null)
    {
        ReplayResult result = new Replayer(engine, Input) { Progress = progress }.Run();
        foreach (PodOutcome pod in result.Pods)
            if (pod.Kind == DecisionKind.Placed) assumed.Add((pod.Pod, pod.Node));
        return result;
    }

    /// <summary>One pod's turn. What comes back is overwritten by the next one.</summary>
    public Decision Place(PodInfo pod)
    {
        Decision decision = engine.Gate(pod) ?? engine.Decide(pod);
        if (decision.Kind != DecisionKind.Placed) return decision;
        Status reserved = engine.Assume(pod, decision.Node, null, out string plugin);
        if (!reserved.IsSuccess) return engine.ReserveFailed(decision, plugin, reserved);
        assumed.Add((pod, decision.Node));
        return decision;
    }

    /// <summary>A stage on top of this one: what is here is what it starts from. No pod has a turn in it but those it is given.</summary>
    public Stage Inner(SnapshotDraft? draft = null) => world.Branch(draft, engine, onlyChanged: true);

    /// <summary>Makes pods of nodes look for other nodes, the most important ones first.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="gone">True: the nodes go, and what is bound to them. False: they are cordoned.</param>
    public Evacuation Evacuate(IReadOnlyList<string> nodes, bool gone)
    {
        List<PodInfo> moving = [];
        int lost = 0;
        foreach (string name in nodes)
        {
            int row = Cluster.Nodes.RowOf(name);
            foreach (PodInfo pod in Cluster.Nodes.Pods(row).ToArray())
            {
                if (Departure.BelongsToNode(pod.Pod))
                {
                    if (gone) Cluster.RemovePod(pod.Key);
                    continue;
                }

                Cluster.RemovePod(pod.Key);
                if (pod.Pod.Metadata.Controller is null) lost++;
                else moving.Add(pod);
            }

            if (gone) Cluster.RemoveNode(name);
            else Cluster.UpdateNode(Cordon.Set(Cluster.Nodes.Node(row), true));
        }

        moving.Sort((a, b) => a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : string.CompareOrdinal(a.Key, b.Key));
        List<(PodInfo Pod, string Why)> stranded = [];
        foreach (PodInfo pod in moving)
        {
            Decision decision = Place(Cluster.Prepare(new SnapshotDraft(world.Snapshot).Again(pod.Pod)));
            if (decision.Kind != DecisionKind.Placed) stranded.Add((pod, decision.Message));
        }

        return new(moving, stranded, lost);
    }

    /// <summary>Ends the branch.</summary>
    public void Dispose()
    {
        // What plugins hold of these pods is not the cluster's to take back.
        for (int i = assumed.Count - 1; i >= 0; i--)
            if (assumed[i].Pod.Row >= 0) engine.Unreserve(assumed[i].Pod, assumed[i].Node);
        branch.Dispose();
    }

    /// <summary>Pods leave first, then nodes come and go, then pods come: nobody is ever on a node that is not there.</summary>
    private ReplayInput Apply(SnapshotDraft draft, bool onlyChanged)
    {
        foreach (string key in draft.ChangedPods.Keys) Cluster.RemovePod(key);
        if (Cluster.Nominations.Count > 0)
            foreach (PodInfo pod in world.Input.Queue)
                if (draft.ChangedPods.ContainsKey(pod.Key)) Cluster.Nominations.Remove(pod);
        Cluster.LoadObjects(draft.Added);
        foreach ((string name, Node? node) in draft.ChangedNodes)
        {
            if (node is null) Cluster.RemoveNode(name);
            else Cluster.UpdateNode(node);
        }

        return world.Input.With(pod => !onlyChanged && !draft.ChangedPods.ContainsKey(pod.Key), draft.ChangedPods.Values.OfType<Pod>());
    }
}

/// <summary>What became of the pods of nodes that were emptied.</summary>
/// <param name="Moving">Pods that looked for another node.</param>
/// <param name="Stranded">Those of them that found none, and why.</param>
/// <param name="Lost">Pods that nobody makes again.</param>
public sealed record Evacuation(IReadOnlyList<PodInfo> Moving, IReadOnlyList<(PodInfo Pod, string Why)> Stranded, int Lost);
