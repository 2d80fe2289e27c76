using System.Buffers;
using Scheduler.Host.Store.Local;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>
/// The durable side of a store: the database and the head mark. What <see cref="Write"/> has returned from is on disk; what is not on disk as
/// it was written, <see cref="Load"/> finds.
/// </summary>
/// <remarks>For one thread at a time. After an exception it must not be written to again: nobody knows what the disk holds.</remarks>
internal sealed partial class Journal : IDisposable
{
    private readonly Database _database;
    private readonly HeadMark _mark;
    private readonly ArrayBufferWriter<byte> _scratch = new();

    /// <summary>The head mark as it was found: everything up to it was acknowledged.</summary>
    private readonly Head _acknowledged;
    private readonly Action<CommitMoment>? _atMoment;
    private Summary _summary;

    private Journal(Database database, HeadMark mark, in Head acknowledged, in Summary summary, Action<CommitMoment>? atMoment)
    {
        _atMoment = atMoment;
        _database = database;
        _mark = mark;
        _acknowledged = acknowledged;
        _summary = summary;
    }

    /// <summary>Makes a group of events durable, and a step of compaction with it.</summary>
    /// <param name="events">The events of the group, in order.</param>
    /// <param name="compaction">The events of the log to compact, oldest first. All of them are durable already.</param>
    /// <param name="compactRevision">The compact revision after that; 0: none is compacted.</param>
    public void Write(IReadOnlyList<StoreEvent> events, IReadOnlyList<StoreEvent> compaction, long compactRevision)
    {
        Summary summary = _summary;
        _database.Transact(() =>
        {
            foreach (StoreEvent change in events)
                summary = summary with { Head = Insert(change, summary.Head) };
            if (compactRevision != 0)
                summary = Compact(summary, compaction, compactRevision);
            _database.Write(summary);
            _atMoment?.Invoke(CommitMoment.Written);
        });
        _atMoment?.Invoke(CommitMoment.Committed);
        if (events.Count > 0)
            _mark.Write(summary.Head);
        _summary = summary;
        _atMoment?.Invoke(CommitMoment.Marked);
    }

    public void Dispose()
    {
        // The lock goes last.
        _database.Dispose();
        _mark.Dispose();
    }

    private Head Insert(StoreEvent change, in Head head)
    {
        Row row = Row.Of(change, head.Sequence + 1);
        UInt128 digest = Checksum.Of(row, _scratch);
        UInt128 chain = Checksum.Chain(head.Chain, digest);
        _database.Insert(row, digest, chain);
        change.Stamp = new(row.Sequence, digest);
        if (change.Entry is not null)
            change.Entry.Stamp = change.Stamp;
        return new(row.Sequence, row.Revision, chain);
    }

    /// <summary>Each event takes the row it superseded away; a deletion goes itself too.</summary>
    private Summary Compact(Summary summary, IReadOnlyList<StoreEvent> compaction, long compactRevision)
    {
        Head compacted = summary.Compacted with { Revision = compactRevision };
        if (compaction.Count > 0)
        {
            long last = compaction[^1].Stamp.Sequence;
            compacted = new(last, compactRevision, _database.ReadChain(last));
        }
        long rows = summary.KeptRows;
        UInt128 digest = summary.KeptDigest;
        foreach (StoreEvent change in compaction)
        {
            if (change.Previous is { } previous)
            {
                _database.Delete(previous.Stamp.Sequence);
                digest ^= previous.Stamp.Digest;
                rows--;
            }
            if (change.IsDelete)
            {
                _database.Delete(change.Stamp.Sequence);
                continue;
            }
            digest ^= change.Stamp.Digest;
            rows++;
        }
        return summary with { Compacted = compacted, KeptRows = rows, KeptDigest = digest };
    }
}
