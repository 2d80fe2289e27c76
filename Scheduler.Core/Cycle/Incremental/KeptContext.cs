using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>What the kept answers of one profile share: the cycle they serve, the plugins, the order of rows, and scratch space.</summary>
internal sealed class KeptContext(CycleState state, KeptPlugins plugins, RowOrder order, CycleCounters counters)
{
    private uint[] stamps = [];
    private uint stamp;

    public CycleState State => state;

    public KeptPlugins Plugins => plugins;

    public RowOrder Order => order;

    public CycleCounters Counters => counters;

    public Scratch Scratch { get; } = new();

    /// <summary>Scratch: rows that moved, each once.</summary>
    public List<int> Moved { get; } = [];

    /// <summary>Scratch: raw scores by row.</summary>
    public long[] Scores { get; private set; } = [];

    /// <summary>The rows of <see cref="Moved"/> start anew.</summary>
    public void StartMoved()
    {
        Moved.Clear();
        if (++stamp == 0) Array.Clear(stamps, 0, stamps.Length);
        if (stamp == 0) stamp = 1;
        int rows = state.Nodes.RowCount;
        if (stamps.Length < rows) Array.Resize(ref stamps, Math.Max(rows, stamps.Length * 2));
        if (Scores.Length < rows) Scores = new long[stamps.Length];
    }

    /// <summary>Adds a row that moved, unless it is there.</summary>
    public void AddMoved(int row)
    {
        if (stamps[row] == stamp) return;
        stamps[row] = stamp;
        Moved.Add(row);
    }

    /// <summary>Objects beside the nodes that kept plugins read: when they change everything starts over.</summary>
    public long ObjectsVersion => state.Cluster.DeviceClasses.Version;

    public NodeTable Nodes => state.Nodes;
}
