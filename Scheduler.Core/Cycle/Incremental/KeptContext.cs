using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>What the kept answers of one profile share: the cycle they serve, the plugins, the order of rows, and scratch space.</summary>
internal sealed class KeptContext(CycleState state, KeptPlugins plugins, RowOrder order, CycleCounters counters)
{
    private const int LayoutsMax = 64;
    private const int GroupingsOfAllMax = 512;
    private const int GroupingsOfOneMax = 64;
    private const int GroupingsMin = 8;
    private const int FewChanges = 32;
    private const int ColumnBytesMax = 64 << 20;
    private const int BytesPerScore = 5;

    private readonly NodeSet movedRows = new();
    private readonly List<RowLayout> layouts = [];
    private readonly Dictionary<PodFields, ShapeTable> fragments = [];
    private readonly Dictionary<(int Plugin, Shape Fragment), KeptColumn> columns = [];
    private long objectsSeen;

    public CycleState State => state;

    public KeptPlugins Plugins => plugins;

    public RowOrder Order => order;

    public CycleCounters Counters => counters;

    public Scratch Scratch { get; } = new();

    /// <summary>Scratch: counts of the pod at hand that are zero on nearly all nodes.</summary>
    public List<NodeGrouping.Criterion> Few { get; } = [];

    /// <summary>Scratch: values of a label.</summary>
    public NodeSet SeenValues { get; } = new();

    /// <summary>Scratch: rows that moved, each once, in ascending order.</summary>
    public List<int> Moved { get; } = [];

    /// <summary>Scratch: raw scores by row.</summary>
    public long[] Scores { get; private set; } = [];

    /// <summary>Groupings that are kept for a shape: the fewer shapes there are, the more workloads each is likely to have.</summary>
    public int GroupingsMax { get; private set; }

    /// <summary>Says how many shapes share the room.</summary>
    public void ShareRoom(int shapes) => GroupingsMax = Math.Clamp(GroupingsOfAllMax / shapes, GroupingsMin, GroupingsOfOneMax);

    /// <summary>Makes room for all rows.</summary>
    public void Prepare()
    {
        int rows = state.Nodes.RowCount;
        if (Scores.Length < rows) Scores = new long[Math.Max(rows, Scores.Length * 2)];
    }

    /// <summary>Lists in <see cref="Moved"/> the rows that moved after an entry of the change log; false where it no longer goes back so far.</summary>
    /// <remarks>In ascending order: columns are read from front to back, as memory likes it. Few are put in order one by one, many by a bit a row.</remarks>
    public bool TryListMoved(long after, NodeColumns columns, ref NodeColumns moved)
    {
        ChangeLog log = state.Nodes.Changes;
        if (log.Latest - after > FewChanges)
        {
            movedRows.Resize(state.Nodes.RowCount);
            movedRows.Clear();
            if (!log.TryCollect(after, columns, movedRows, ref moved)) return false;
            ListRows(movedRows);
            return true;
        }

        Moved.Clear();
        for (long sequence = after + 1; sequence <= log.Latest; sequence++)
        {
            if (!log.TryRead(sequence, out Change change)) return false;
            if ((change.Columns & columns) == 0) continue;
            moved |= change.Columns;
            if (!Moved.Contains(change.Row)) Moved.Add(change.Row);
        }

        if (Moved.Count > 1) Moved.Sort();
        return true;
    }

    /// <summary>Lists the rows of a set in <see cref="Moved"/>.</summary>
    public void ListRows(NodeSet rows)
    {
        Moved.Clear();
        foreach (int row in rows) Moved.Add(row);
    }

    /// <summary>Forgets what shapes share.</summary>
    public void Forget() => columns.Clear();

    /// <summary>The scores of a plugin for a pod: one column for all pods that agree in what it reads.</summary>
    public KeptColumn ColumnOf(int position, in ScoreSlot slot, PodInfo pod)
    {
        if (slot.Plugin.Locality != Locality.Node) return new(position, slot, isShared: false);
        if ((long)columns.Count * BytesPerScore * state.Nodes.RowCount >= ColumnBytesMax || objectsSeen != ObjectsVersion) columns.Clear();
        objectsSeen = ObjectsVersion;
        PodFields reads = slot.Plugin.Reads;
        if (!fragments.TryGetValue(reads, out ShapeTable? fragment)) fragments.Add(reads, fragment = new(reads, isOnlyTable: false));
        Shape key = fragment.Of(pod)!;
        if (columns.TryGetValue((slot.Index, key), out KeptColumn? known)) return known;
        KeptColumn made = new(position, slot, isShared: true);
        columns.Add((slot.Index, key), made);
        return made;
    }

    /// <summary>The layout by the labels that tell nodes apart by value.</summary>
    public RowLayout LayoutOf(NodeGrouping by)
    {
        LabelColumn[] columns = [.. by.Criteria.Where(criterion => !criterion.HasNumbers).Select(criterion => criterion.Column)];
        foreach (RowLayout known in layouts)
            if (known.Columns.SequenceEqual(columns)) return known;
        if (layouts.Count == LayoutsMax) layouts.RemoveAt(0);
        RowLayout made = new(this, columns);
        layouts.Add(made);
        return made;
    }

    /// <summary>Objects beside the nodes that kept plugins read: when they change everything starts over.</summary>
    public long ObjectsVersion => state.Cluster.DeviceClasses.Version;

    public NodeTable Nodes => state.Nodes;
}
