using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>What plugins with kept answers say about every row for one shape of pod, brought up to date by replaying the change log.</summary>
/// <remarks>
/// <para>Invariants after <see cref="Sync"/>, for every live row: <c>reasonOfRow == 0</c> exactly where all kept filters pass, otherwise the first that
/// fails in the order of the profile; <c>Local[row] == Σ weight · score</c> over the kept scores that are not normalised, where the row passes.</para>
/// <para>About 8 bytes a row. A full pass asks columns at once; a replay asks only the rows that moved, and only the plugins that use what moved.</para>
/// </remarks>
internal sealed partial class KeptAnswers(KeptContext context)
{
    private readonly List<KeptReason> reasons = [];
    private readonly List<int> filterPositions = [];
    private readonly List<KeptColumn> columns = [];
    private readonly List<int> journal = [];
    private readonly List<RowGroups> groupings = [];
    private bool[] skipScore = [];
    private ushort[] reasonOfRow = [];
    private ushort[] local = [];
    private long readUpTo;
    private long presenceSeen = -1;
    private long objectsSeen;

    /// <summary>The rows that all kept filters pass.</summary>
    public NodeSet Passing { get; } = new();

    /// <summary>Weighted sums of the kept scores that are final, by row.</summary>
    public ReadOnlySpan<ushort> Local => local;

    /// <summary>The kept scores that run for this shape, in order.</summary>
    public IReadOnlyList<KeptColumn> Columns => columns;

    /// <inheritdoc cref="Reasons"/>
    internal ReadOnlySpan<KeptReason> ReasonSpan => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(reasons);

    /// <inheritdoc cref="Columns"/>
    internal ReadOnlySpan<KeptColumn> ColumnSpan => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(columns);

    /// <summary>Rejections by reason; some may count nothing.</summary>
    public IReadOnlyList<KeptReason> Reasons => reasons;

    /// <summary>The place of the last kept filter that runs for this shape, or -1.</summary>
    public int LastFilterPosition => filterPositions.Count == 0 ? -1 : filterPositions[^1];

    /// <summary>The rows that changed since the groupings that follow were last brought up to date.</summary>
    internal List<int> Journal => journal;

    /// <summary>Grows with every full pass: whatever follows from the answers starts over.</summary>
    internal int Epoch { get; private set; }

    /// <summary>Grows whenever a score that is normalised later may have moved on some row.</summary>
    internal int NormalizedVersion { get; private set; }

    /// <summary>Serves another shape from now on: its space is used again, nothing of its answers.</summary>
    public void Reuse()
    {
        presenceSeen = -1;
        groupings.Clear();
    }

    /// <summary>Why the row is rejected; null where it passes.</summary>
    public KeptReason? ReasonOf(int row) => reasonOfRow[row] == 0 ? null : reasons[reasonOfRow[row] - 1];

    /// <summary>The column of a place in the score order, or null where it is not kept or does not run.</summary>
    public KeptColumn? ColumnAt(int position)
    {
        foreach (KeptColumn column in columns)
            if (column.Position == position) return column;
        return null;
    }

    /// <summary>Writes which scores of kept plugins do not run.</summary>
    public void CopySkips(bool[] into)
    {
        for (int i = 0; i < skipScore.Length; i++)
            if (context.Plugins[i]) into[i] = skipScore[i];
    }

    /// <summary>Brings everything up to date with the node table; PreFilter has run for the pod. False where the answers cannot be kept.</summary>
    public bool Sync(PodInfo pod)
    {
        NodeTable nodes = context.Nodes;
        if (presenceSeen != nodes.PresenceVersion || objectsSeen != context.ObjectsVersion) return Rebuild(pod);
        if (readUpTo == nodes.Changes.Latest) return true;
        NodeColumns moved = NodeColumns.None;
        NodeColumns relevant = context.Plugins.Uses | NodeColumns.OfPods | NodeColumns.Labels | NodeColumns.Taints;
        if (!context.TryListMoved(readUpTo, relevant, ref moved)) return Rebuild(pod);
        readUpTo = nodes.Changes.Latest;
        if ((moved & context.Plugins.Global) != 0 || context.Moved.Count > 16 + (nodes.Count / 2)) return Rebuild(pod);
        return context.Moved.Count == 0 || Replay(pod, moved);
    }

    /// <summary>The grouping of passing rows by these criteria, up to date; null where there would be too many groups.</summary>
    public RowGroups? GroupBy(NodeGrouping by)
    {
        context.Few.Clear();
        by.SplitOffFew(context.Few);
        RowGroups? found = null;
        foreach (RowGroups grouping in groupings)
        {
            if (!grouping.Is(by)) continue;
            found = grouping;
            break;
        }

        if (found is null)
        {
            while (groupings.Count >= context.GroupingsMax) groupings.RemoveAt(0);
            groupings.Add(found = new(context, this, by));
        }

        found.Use(by);
        bool usable = found.Sync();
        TrimJournal();
        return usable ? found : null;
    }

    private void TrimJournal()
    {
        if (journal.Count == 0) return;
        bool allSeen = true;
        foreach (RowGroups grouping in groupings) allSeen &= grouping.HasSeenAll;
        if (allSeen)
        {
            journal.Clear();
            foreach (RowGroups grouping in groupings) grouping.ForgetJournal();
        }
        else if (journal.Count > 1024 + (2 * context.Nodes.Count))
        {
            // Who stayed behind starts over when he is asked again.
            foreach (RowGroups grouping in groupings)
            {
                if (grouping.HasSeenAll) grouping.ForgetJournal();
                else grouping.StartOver();
            }

            journal.Clear();
        }
    }

    private ushort NumberOf(int position, in Verdict verdict)
    {
        int plugin = context.State.Profile.Filter[position].Index;
        for (int i = 0; i < reasons.Count; i++)
            if (reasons[i].Is(plugin, verdict)) return (ushort)(i + 1);
        if (reasons.Count == ushort.MaxValue - 1) return 0;
        reasons.Add(new(plugin, position, verdict.Code, verdict.Detail, verdict.Text));
        return (ushort)reasons.Count;
    }

    private void AddUp(ReadOnlySpan<int> rows)
    {
        bool any = false;
        foreach (KeptColumn column in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(columns))
        {
            if (column.Normalizer is not null || column.IsZero) continue;
            if (any) column.AddTo(rows, local);
            else column.CopyTo(rows, local);
            any = true;
        }

        if (any) return;
        foreach (int row in rows) local[row] = 0;
    }
}
