namespace Scheduler.Host.Store.Local;

/// <summary>
/// The events since the compact revision, oldest first. One writer; a <see cref="View"/> can be read by anybody without a lock.
/// </summary>
/// <remarks>
/// <code>
/// positions   _first ........ _end          counted from the first event ever; segment s holds positions
/// segments    [xxxxxxoo][oooooooo][ooo.....]   _base + s * SegmentLength and on
/// </code>
/// A slot is written once, before a view that covers it exists. Dropped events go away with their segment.
/// </remarks>
internal sealed class EventLog
{
    private const int SegmentLength = 1024;

    private StoreEvent[][] _segments = [];
    private long _base;
    private long _first;
    private long _end;

    public long Count => _end - _first;

    /// <summary>Bytes of keys and values in the log.</summary>
    public long Bytes { get; private set; }

    public void Append(StoreEvent change)
    {
        long slot = _end - _base;
        if (slot == _segments.Length * (long)SegmentLength)
            _segments = [.. _segments, new StoreEvent[SegmentLength]];
        _segments[slot / SegmentLength][slot % SegmentLength] = change;
        _end++;
        Bytes += change.Bytes;
    }

    /// <summary>Drops the events up to and including a revision.</summary>
    public void DropThrough(long revision)
    {
        View view = Now;
        long first = view.Find(revision + 1);
        for (long position = _first; position < first; position++)
            Bytes -= view[position].Bytes;
        _first = first;
        int whole = (int)((_first - _base) / SegmentLength);
        _segments = _segments[whole..];
        _base += whole * (long)SegmentLength;
    }

    public View Now => new(_segments, _base, _first, _end);

    /// <summary>The log as it was at one moment.</summary>
    internal readonly struct View(StoreEvent[][] segments, long @base, long first, long end)
    {
        public long First => first;

        public long End => end;

        public StoreEvent this[long position]
        {
            get
            {
                long slot = position - @base;
                return segments[slot / SegmentLength][slot % SegmentLength];
            }
        }

        /// <summary>The position of the first event at or after a revision; <see cref="End"/> if there is none.</summary>
        public long Find(long revision)
        {
            long low = first, high = end;
            while (low < high)
            {
                long middle = (low + high) >>> 1;
                if (this[middle].Revision < revision)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }
}
