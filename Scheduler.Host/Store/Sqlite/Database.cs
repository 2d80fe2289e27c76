using Microsoft.Data.Sqlite;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>The SQLite file: its settings, its two tables, and the statements on them. For one thread at a time.</summary>
/// <remarks>
/// <c>history</c> holds a row per event: every event since the compact revision, and before it the rows of the entries that lived then.
/// Write-ahead log with a sync at each commit; exclusive, so that no shared-memory file is needed and no second process gets in.
/// </remarks>
internal sealed class Database : IDisposable
{
    /// <summary>What this version writes. It reads no newer one.</summary>
    public const int Format = 1;

    private const string Schema =
        """
        CREATE TABLE history (
            sequence INTEGER PRIMARY KEY, revision INTEGER NOT NULL, key TEXT NOT NULL, create_revision INTEGER NOT NULL,
            version INTEGER NOT NULL, written_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL, value BLOB,
            digest BLOB NOT NULL, chain BLOB NOT NULL) STRICT;
        CREATE TABLE store (
            id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, revision INTEGER NOT NULL, chain BLOB NOT NULL,
            compact_sequence INTEGER NOT NULL, compact_revision INTEGER NOT NULL, compact_chain BLOB NOT NULL,
            kept_rows INTEGER NOT NULL, kept_digest BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _summarize;

    private Database(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
        _insert = Prepare(
            "INSERT INTO history VALUES ($sequence, $revision, $key, $create, $version, $written, $expires, $value, $digest, $chain)",
            "$sequence", "$revision", "$key", "$create", "$version", "$written", "$expires", "$value", "$digest", "$chain");
        _delete = Prepare("DELETE FROM history WHERE sequence = $sequence", "$sequence");
        _summarize = Prepare(
            "REPLACE INTO store VALUES (1, $sequence, $revision, $chain, $csequence, $crevision, $cchain, $rows, $kept, $digest)",
            "$sequence", "$revision", "$chain", "$csequence", "$crevision", "$cchain", "$rows", "$kept", "$digest");
    }

    public string Path { get; }

    /// <summary>Opens the file, or makes one, and sees to it that its tables are there.</summary>
    public static Database Open(string path, bool create, long maxBytes)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            int format = Configure(connection, maxBytes);
            CheckFormat(path, format);
            if (format == 0 && create)
                Execute(connection, $"BEGIN EXCLUSIVE; {Schema} PRAGMA user_version = {Format}; COMMIT");
            else if (format == 0)
                throw new StoreDamagedException(path, "the database has no tables");
            return new(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void CheckFormat(string path, int format)
    {
        if (format > Format)
            throw new StoreOpenException(path, $"written by a newer version (format {format}; this one reads up to {Format})");
    }

    /// <summary>Runs <paramref name="work"/> as one transaction, synced when this returns.</summary>
    public void Transact(Action work)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (SqliteCommand command in (ReadOnlySpan<SqliteCommand>)[_insert, _delete, _summarize])
            command.Transaction = transaction;
        work();
        transaction.Commit();
    }

    public void Insert(in Row row, UInt128 digest, UInt128 chain)
    {
        SqliteParameterCollection to = _insert.Parameters;
        to[0].Value = row.Sequence;
        to[1].Value = row.Revision;
        to[2].Value = row.Key;
        to[3].Value = row.CreateRevision;
        to[4].Value = row.Version;
        to[5].Value = row.WrittenAtMs;
        to[6].Value = row.ExpiresAtMs;
        to[7].Value = row.Value is { } value ? AsArray(value) : DBNull.Value;
        to[8].Value = Checksum.ToBytes(digest);
        to[9].Value = Checksum.ToBytes(chain);
        _insert.ExecuteNonQuery();
    }

    /// <summary>Deletes a row that must be there.</summary>
    public void Delete(long sequence)
    {
        _delete.Parameters[0].Value = sequence;
        if (_delete.ExecuteNonQuery() != 1)
            throw new StoreDamagedException(Path, $"row {sequence} is missing");
    }

    public void Write(in Summary summary)
    {
        SqliteParameterCollection to = _summarize.Parameters;
        to[0].Value = summary.Head.Sequence;
        to[1].Value = summary.Head.Revision;
        to[2].Value = Checksum.ToBytes(summary.Head.Chain);
        to[3].Value = summary.Compacted.Sequence;
        to[4].Value = summary.Compacted.Revision;
        to[5].Value = Checksum.ToBytes(summary.Compacted.Chain);
        to[6].Value = summary.KeptRows;
        to[7].Value = Checksum.ToBytes(summary.KeptDigest);
        to[8].Value = Checksum.ToBytes(summary.Digest());
        _summarize.ExecuteNonQuery();
    }

    /// <summary>The summary; null: the database was made but never used.</summary>
    public Summary? ReadSummary()
    {
        using SqliteCommand command = Prepare("SELECT * FROM store");
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            return null;
        var summary = new Summary(
            new(reader.GetInt64(1), reader.GetInt64(2), ReadChecksum(reader, 3)),
            new(reader.GetInt64(4), reader.GetInt64(5), ReadChecksum(reader, 6)),
            reader.GetInt64(7), ReadChecksum(reader, 8));
        if (ReadChecksum(reader, 9) != summary.Digest())
            throw new StoreDamagedException(Path, "the summary in table 'store' does not match its checksum");
        return summary;
    }

    /// <summary>The chain after a row, as it was written with it.</summary>
    public UInt128 ReadChain(long sequence)
    {
        using SqliteCommand command = Prepare("SELECT chain FROM history WHERE sequence = $sequence", "$sequence");
        command.Parameters[0].Value = sequence;
        return command.ExecuteScalar() is byte[] chain
            ? Checksum.FromBytes(chain)
            : throw new StoreDamagedException(Path, $"row {sequence} is missing");
    }

    /// <summary>All rows in order, with the checksums they were written with.</summary>
    public IEnumerable<(Row Row, UInt128 Digest, UInt128 Chain)> ReadRows()
    {
        using SqliteCommand command = Prepare("SELECT * FROM history ORDER BY sequence");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            // A null array would convert to empty bytes: a deletion would come back as a put.
            ReadOnlyMemory<byte>? value = reader.IsDBNull(7) ? default(ReadOnlyMemory<byte>?) : reader.GetFieldValue<byte[]>(7);
            var row = new Row(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetInt64(6), value);
            yield return (row, ReadChecksum(reader, 8), ReadChecksum(reader, 9));
        }
    }

    /// <summary>SQLite's own look at the structure of the file.</summary>
    public void CheckStructure()
    {
        using SqliteCommand command = Prepare("PRAGMA quick_check(1)");
        if (command.ExecuteScalar() is not "ok" and var finding)
            throw new StoreDamagedException(Path, $"SQLite finds: {finding}");
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _summarize.Dispose();
        _connection.Dispose();
    }

    private static int Configure(SqliteConnection connection, long maxBytes)
    {
        // Exclusive comes first: then the log is set up without shared memory.
        Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        Execute(connection, "PRAGMA page_size = 8192");
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "PRAGMA wal_autocheckpoint = 2000");
        Execute(connection, "PRAGMA journal_size_limit = 67108864");
        Execute(connection, "PRAGMA cache_size = -16384");
        Execute(connection, $"PRAGMA max_page_count = {Math.Clamp(maxBytes / 8192, 1, uint.MaxValue - 1)}");
        return (int)Execute(connection, "PRAGMA user_version");
    }

    private static long Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static byte[] AsArray(ReadOnlyMemory<byte> value) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(value, out ArraySegment<byte> whole)
        && whole.Offset == 0 && whole.Count == whole.Array!.Length ? whole.Array : value.ToArray();

    private static UInt128 ReadChecksum(SqliteDataReader reader, int column) =>
        Checksum.FromBytes(reader.GetFieldValue<byte[]>(column));

    private SqliteCommand Prepare(string text, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (string name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
