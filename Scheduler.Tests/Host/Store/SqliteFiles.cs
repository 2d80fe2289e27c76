using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

/// <summary>The files of a durable store as tests make, copy and spoil them.</summary>
internal static class SqliteFiles
{
    public const string Database = "store.db";
    public const string Log = "store.db-wal";
    public const string Mark = "store.head";

    /// <summary>
    /// A store with 300 revisions, half of them compacted, copied while open: part of it is in the write-ahead log only, as after a kill.
    /// </summary>
    /// <returns>What it holds: each line an entry.</returns>
    public static async Task<string[]> Make(TemporaryFolder folder, string copy)
    {
        var clock = new ManualClock();
        await using IStore store = SqliteStore.Open(folder["original"], clock);
        await store.SetAll(Enumerable.Range(0, 200).Select(index => ($"/k/{index % 40:00}", $"{index}")));
        await store.Compact(150);
        for (int index = 0; index < 10; index++)
            await store.Remove($"/k/{index:00}");
        await store.SetAll(Enumerable.Range(0, 90).Select(index => ($"/k/{index % 40:00}", new string('x', 500) + index)));
        CopyOpen(folder["original"], folder[copy]);
        return await Lines(store);
    }

    public static async Task<string[]> Lines(IStore store)
    {
        var lines = new List<string>((await store.List(new("/"))).Entries.Select(entry => $"{entry.Key}={entry.Text()}@{entry.ModRevision}"));
        await using IStoreWatch watch = await store.Watch(new("/", (await store.Status()).CompactRevision + 1));
        lines.AddRange((await watch.TakeAll()).Select(StoreExtensions.Show));
        return [.. lines];
    }

    /// <summary>Copies files that a store has open: with cp, as this process would run into its own lock.</summary>
    private static void CopyOpen(string from, string to)
    {
        using Process copying = Process.Start("cp", ["-r", from, to]);
        copying.WaitForExit();
        Assert.Equal(0, copying.ExitCode);
    }

    /// <summary>Copies files that nobody has open.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>Changes the database behind the store's back.</summary>
    public static void Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Database)};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static void Truncate(string path, long length)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(length);
    }

    /// <summary>Overwrites bytes with zeros or with noise.</summary>
    public static void Spoil(string path, long offset, int count, Random? noise)
    {
        using FileStream file = File.OpenWrite(path);
        var bytes = new byte[Math.Min(count, Math.Max(0, file.Length - offset))];
        noise?.NextBytes(bytes);
        file.Position = offset;
        file.Write(bytes);
    }
}
