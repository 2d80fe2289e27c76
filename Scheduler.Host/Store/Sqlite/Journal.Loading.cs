using Microsoft.Data.Sqlite;
using Scheduler.Host.Store.Local;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>Opening: everything the head mark vouches for is read and compared before the store serves anybody.</summary>
internal sealed partial class Journal
{
    public const string DatabaseName = "store.db";
    public const string MarkName = "store.head";

    /// <summary>Opens the files of a folder, or makes them.</summary>
    /// <param name="seed">Tells this store's chain from any other's; used when the files are made.</param>
    public static Journal Open(string folder, StoreOptions options, long seed)
    {
        MakeFolder(folder);
        string path = Path.Combine(folder, DatabaseName);
        HeadMark mark = HeadMark.Open(Path.Combine(folder, MarkName));
        Database? database = null;
        try
        {
            Head? head = mark.Read();
            if (head is not null && !File.Exists(path))
                throw new StoreDamagedException(path, $"the database is missing; the head mark vouches for revision {head.Value.Revision}");
            database = Database.Open(path, create: head is null, options.MaxFileBytes);
            Summary summary = head is null ? Begin(database, mark, seed) : Resume(database, head.Value);
            return new(database, mark, head ?? summary.Head, summary, options.AtMoment);
        }
        catch (Exception failure)
        {
            database?.Dispose();
            mark.Dispose();
            if (failure is SqliteException sqlite)
                throw Translate(path, sqlite);
            throw;
        }
    }

    /// <summary>Reads all rows and compares them with their checksums, the summary and the head mark.</summary>
    /// <exception cref="StoreDamagedException">Something is missing or was changed.</exception>
    public StoreState Load()
    {
        try
        {
            _database.CheckStructure();
            StoreState state = LoadRows();
            // Rows beyond the head mark may have been written but never synced. Nobody may see them before they are.
            _database.Transact(() => _database.Write(_summary));
            _mark.Write(_summary.Head);
            return state;
        }
        catch (SqliteException failure)
        {
            throw Translate(_database.Path, failure);
        }
    }

    private StoreState LoadRows()
    {
        var kept = new List<StoreEntry>();
        UInt128 keptDigest = 0;
        var events = new List<StoreEvent>();
        Dictionary<string, StoreEntry> current = [];
        Head at = _summary.Compacted;
        CheckAcknowledged(at);
        foreach ((Row row, UInt128 digest, UInt128 chain) in _database.ReadRows())
        {
            if (Checksum.Of(row, _scratch) != digest)
                throw Damaged($"row {row.Sequence} (revision {row.Revision}, key {row.Key}) does not match its checksum");
            StoreEntry? entry = row.ToEntry(digest);
            if (row.Sequence <= _summary.Compacted.Sequence)
            {
                kept.Add(entry ?? throw Damaged($"row {row.Sequence} (key {row.Key}) is a deletion that compaction took away"));
                keptDigest ^= digest;
                continue;
            }
            if (events.Count == 0)
                current = CheckKept(kept, keptDigest);
            at = Follow(at, row, digest, chain);
            CheckAcknowledged(at);
            events.Add(Event(row, digest, entry, current));
        }
        if (events.Count == 0)
            current = CheckKept(kept, keptDigest);
        if (at.Sequence != _summary.Head.Sequence || at.Chain != _summary.Head.Chain)
            throw Damaged($"rows {at.Sequence + 1} to {_summary.Head.Sequence} are missing");
        StoreEntry[] sorted = [.. current.Values];
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return new(EntryMap.FromSorted(sorted), _summary.Head.Revision, _summary.Compacted.Revision, events);
    }

    /// <summary>Compares the kept rows with the summary, and makes them findable.</summary>
    private Dictionary<string, StoreEntry> CheckKept(List<StoreEntry> kept, UInt128 keptDigest)
    {
        if (kept.Count != _summary.KeptRows || keptDigest != _summary.KeptDigest)
        {
            throw Damaged(
                $"{kept.Count} rows up to revision {_summary.Compacted.Revision} do not match the {_summary.KeptRows} that compaction kept");
        }
        return kept.ToDictionary(entry => entry.Key);
    }

    private Head Follow(in Head before, in Row row, UInt128 digest, UInt128 chain)
    {
        if (row.Sequence != before.Sequence + 1)
            throw Damaged($"row {before.Sequence + 1} is missing: row {row.Sequence} follows {before.Sequence}");
        if (Checksum.Chain(before.Chain, digest) != chain)
            throw Damaged($"row {row.Sequence} (revision {row.Revision}, key {row.Key}) does not continue the chain of the rows before it");
        return new(row.Sequence, row.Revision, chain);
    }

    private void CheckAcknowledged(in Head at)
    {
        if (at.Sequence == _acknowledged.Sequence && at.Chain != _acknowledged.Chain)
            throw Damaged($"row {at.Sequence} is not the one the head mark vouches for (revision {_acknowledged.Revision})");
    }

    private static StoreEvent Event(in Row row, UInt128 digest, StoreEntry? entry, Dictionary<string, StoreEntry> current)
    {
        current.Remove(row.Key, out StoreEntry? previous);
        if (entry is not null)
            current.Add(row.Key, entry);
        return new()
        {
            Key = row.Key,
            Revision = row.Revision,
            Entry = entry,
            Previous = previous,
            WrittenAtMs = row.WrittenAtMs,
            Stamp = new(row.Sequence, digest),
        };
    }

    /// <summary>Makes the files of a new store, or ends the making of one that was interrupted.</summary>
    private static Summary Begin(Database database, HeadMark mark, long seed)
    {
        Summary summary = database.ReadSummary() ?? Fresh(seed);
        if (summary.Head.Sequence != 0)
        {
            throw new StoreDamagedException(
                mark.Path, $"the head mark is missing or empty, yet the database holds history up to revision {summary.Head.Revision}");
        }
        database.Transact(() => database.Write(summary));
        mark.Write(summary.Head);
        return summary;
    }

    private static Summary Fresh(long seed)
    {
        var head = new Head(0, 1, Checksum.Chain(0, (UInt128)(ulong)seed));
        return new(head, head, 0, 0);
    }

    private static Summary Resume(Database database, in Head acknowledged)
    {
        Summary summary = database.ReadSummary()
            ?? throw new StoreDamagedException(database.Path, "the summary in table 'store' is missing");
        if (summary.Head.Sequence < acknowledged.Sequence)
        {
            throw new StoreDamagedException(
                database.Path, $"history ends at revision {summary.Head.Revision}, but writes up to revision {acknowledged.Revision} were acknowledged");
        }
        if (summary.Compacted.Sequence > acknowledged.Sequence)
        {
            throw new StoreDamagedException(
                database.Path,
                $"history was compacted up to row {summary.Compacted.Sequence}, but the head mark knows only {acknowledged.Sequence}: it is an old one");
        }
        return summary;
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException(folder, "the folder cannot be made: " + failure.Message, failure);
        }
    }

    private StoreDamagedException Damaged(string finding) => new(_database.Path, finding);

    private static StoreException Translate(string path, SqliteException failure)
    {
        const int Corrupt = 11, NotADatabase = 26;
        return failure.SqliteErrorCode is Corrupt or NotADatabase
            ? new StoreDamagedException(path, failure.Message, failure)
            : new StoreOpenException(path, failure.Message, failure);
    }
}
