using Scheduler.Core.Framework;

namespace Scheduler.Core.Cache;

/// <summary>What moved on the node table: row and columns, in order. Readers remember how far they have read.</summary>
/// <remarks>
/// A ring of fixed size: a reader that fell behind by more than <see cref="Capacity"/> entries sees <see cref="TryRead"/> fail and starts over.
/// Sequence numbers start at 1 and have no gaps: <c>Oldest &lt;= reader &lt;= Latest</c> is what can be read on.
/// </remarks>
public sealed class ChangeLog(int capacity = 1 << 16)
{
    private readonly Change[] ring = new Change[capacity];

    /// <summary>Entries that are kept; a power of two.</summary>
    public int Capacity => ring.Length;

    /// <summary>Sequence number of the newest entry; 0 before the first.</summary>
    public long Latest { get; private set; }

    /// <summary>Notes a change.</summary>
    public void Add(int row, NodeColumns columns)
    {
        Latest++;
        ring[Latest & (ring.Length - 1)] = new(row, columns);
    }

    /// <summary>Collects what moved after an entry, as far as some of these columns did; false where the log no longer goes back so far.</summary>
    /// <param name="after">Sequence number of the last entry that the reader knows.</param>
    /// <param name="columns">The columns that matter.</param>
    /// <param name="rows">Gets the rows.</param>
    /// <param name="moved">Gets all columns of the entries that matter.</param>
    public bool TryCollect(long after, NodeColumns columns, NodeSet rows, ref NodeColumns moved)
    {
        if (Latest - after > ring.Length) return false;
        Change[] entries = ring;
        NodeColumns seen = NodeColumns.None;
        for (long sequence = after + 1; sequence <= Latest; sequence++)
        {
            Change change = entries[sequence & (entries.Length - 1)];
            if ((change.Columns & columns) == 0) continue;
            seen |= change.Columns;
            rows.Add(change.Row);
        }

        moved |= seen;
        return true;
    }

    /// <summary>The entry with a sequence number; false where it is no longer kept.</summary>
    public bool TryRead(long sequence, out Change change)
    {
        bool kept = sequence > Latest - ring.Length && sequence <= Latest && sequence > 0;
        change = kept ? ring[sequence & (ring.Length - 1)] : default;
        return kept;
    }
}

/// <summary>One entry of the change log.</summary>
public readonly record struct Change(int Row, NodeColumns Columns);
