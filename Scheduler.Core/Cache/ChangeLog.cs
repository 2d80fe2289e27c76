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
