using Scheduler.Core.Framework;

namespace Scheduler.Core.Cache;

/// <summary>
/// For questions about a node alone: the set of nodes that say yes, kept per question and brought up to date by replaying the change log.
/// </summary>
/// <remarks>
/// <para>A question is asked of all nodes when it is new, and of the nodes whose <paramref name="columns"/> moved when it is not. The answer
/// must follow from the question and these columns; then the sets are equal to those of a full pass.</para>
/// <para>Layout: <c>moved</c> lists the rows that moved, each question remembers how much of the list it has seen. When the list outgrows the
/// table, or the reader fell behind the log, the list starts over and every question is asked anew.</para>
/// </remarks>
/// <param name="nodes">The rows.</param>
/// <param name="columns">What the answer reads of a node; rows that come and go are followed in any case.</param>
/// <param name="ask">The question.</param>
/// <param name="askAll">The same for all live nodes at once, where that is cheaper: makes the set those that say yes.</param>
public sealed class NodeSetCache<T>(NodeTable nodes, NodeColumns columns, Func<T, NodeView, bool> ask, Action<T, NodeSet>? askAll = null)
    where T : class
{
    private const int QuestionsMax = 1 << 13;

    private readonly Dictionary<int, Entry> entries = [];
    private readonly List<int> moved = [];
    private long readUpTo = nodes.Changes.Latest;
    private int epoch;

    /// <summary>Number of questions that are kept.</summary>
    public int Count => entries.Count;

    /// <summary>Number of times that a node was asked, for tests.</summary>
    public long AskedCount { get; private set; }

    /// <summary>The live nodes that say yes. The set belongs to the cache and is good until the next call.</summary>
    /// <param name="id">The number of the question: equal numbers, equal questions.</param>
    /// <param name="question">The question.</param>
    public NodeSet Rows(int id, T question)
    {
        FollowLog();
        if (!entries.TryGetValue(id, out Entry? entry))
        {
            if (entries.Count >= QuestionsMax) entries.Clear();
            entries.Add(id, entry = new() { Epoch = -1 });
        }

        entry.Rows.Resize(nodes.RowCount);
        if (entry.Epoch != epoch) AskAll(entry, question);
        else
            for (int i = entry.SeenCount; i < moved.Count; i++) Ask(entry, question, moved[i]);
        entry.Epoch = epoch;
        entry.SeenCount = moved.Count;
        return entry.Rows;
    }

    private void FollowLog()
    {
        ChangeLog log = nodes.Changes;
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                readUpTo = log.Latest;
                StartOver();
                return;
            }

            readUpTo++;
            if ((change.Columns & (columns | NodeColumns.Presence)) != 0) moved.Add(change.Row);
        }

        if (moved.Count > Math.Max(1024, 2 * nodes.RowCount)) StartOver();
    }

    private void StartOver()
    {
        moved.Clear();
        epoch++;
    }

    private void AskAll(Entry entry, T question)
    {
        if (askAll is not null)
        {
            AskedCount += nodes.Count;
            askAll(question, entry.Rows);
            return;
        }

        entry.Rows.Clear();
        foreach (int row in nodes.Live)
        {
            AskedCount++;
            if (ask(question, nodes[row])) entry.Rows.Add(row);
        }
    }

    private void Ask(Entry entry, T question, int row)
    {
        AskedCount++;
        entry.Rows.Set(row, nodes.Live.Contains(row) && ask(question, nodes[row]));
    }

    private sealed class Entry
    {
        public NodeSet Rows { get; } = new();

        public int Epoch { get; set; }

        public int SeenCount { get; set; }
    }
}
