using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>What one cycle works on. The buffers belong to the engine and are used again for the next pod.</summary>
public sealed class CycleState
{
    internal CycleState(Profile profile, Cluster cluster)
    {
        Profile = profile;
        Cluster = cluster;
        SkipFilter = new bool[profile.Plugins.Length];
        SkipScore = new bool[profile.Plugins.Length];
        Scores = new(profile.Score.Length);
    }

    public Profile Profile { get; }

    public Cluster Cluster { get; }

    public NodeTable Nodes => Cluster.Nodes;

    public PodInfo Pod { get; internal set; } = null!;

    /// <summary>By plugin number: PreFilter said Skip.</summary>
    public bool[] SkipFilter { get; }

    /// <summary>By plugin number: PreScore said Skip.</summary>
    public bool[] SkipScore { get; }

    /// <summary>The rows that are looked at: all nodes, or those that PreFilter left.</summary>
    public NodeSet Candidates { get; } = new();

    /// <summary>The rows that passed so far.</summary>
    public NodeSet Feasible { get; } = new();

    public RejectionTable Rejections { get; } = new();

    public ScoreTable Scores { get; }

    /// <summary>The rows with the highest total.</summary>
    public NodeSet Best { get; } = new();

    /// <summary>Begins a cycle. Rows are prepared only where they are looked at one by one: <see cref="PrepareRows"/>.</summary>
    internal void Begin(PodInfo pod)
    {
        Pod = pod;
        Array.Clear(SkipFilter);
        Array.Clear(SkipScore);
    }

    /// <summary>All nodes are candidates, none is feasible or rejected yet.</summary>
    internal void PrepareRows()
    {
        Candidates.CopyFrom(Nodes.Live);
        Feasible.CopyFrom(Nodes.Live);
        Feasible.Clear();
        Rejections.Reset(Nodes.RowCount);
    }
}
