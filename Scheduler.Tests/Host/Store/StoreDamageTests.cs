using Scheduler.Host.Store;
using Xunit.Abstractions;

namespace Scheduler.Tests.Host.Store;

/// <summary>Files that were changed between two runs: the store stops and names what is wrong, or all of it is there. Nothing in between.</summary>
public sealed class StoreDamageTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string[] _lines = [];

    public async Task InitializeAsync() => _lines = await SqliteFiles.Make(_folder, "good");

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_unspoiled_copy_holds_everything()
    {
        Assert.Equal(_lines, await Content(_folder["good"]));
        Assert.Equal(_lines, await Content(_folder["good"]));
    }

    [Theory]
    [InlineData("UPDATE history SET value = X'00' WHERE sequence = 260", "row 260 (revision 261, key /k/09) does not match its checksum")]
    [InlineData("UPDATE history SET key = '/k/zz' WHERE sequence = 130", "row 130 (revision 131, key /k/zz) does not match its checksum")]
    [InlineData("UPDATE history SET expires_at_ms = 1 WHERE sequence = 260", "row 260 (revision 261, key /k/09) does not match its checksum")]
    [InlineData("DELETE FROM history WHERE sequence = 260", "row 260 is missing: row 261 follows 259")]
    [InlineData("DELETE FROM history WHERE sequence = 300", "rows 300 to 300 are missing")]
    [InlineData("DELETE FROM history WHERE sequence = 130", "39 rows up to revision 150 do not match the 40 that compaction kept")]
    [InlineData("DELETE FROM history WHERE sequence > 149", "rows 150 to 300 are missing")]
    [InlineData("UPDATE history SET chain = zeroblob(16) WHERE sequence = 260", "row 260 (revision 261, key /k/09) does not continue the chain of the rows before it")]
    [InlineData("UPDATE store SET revision = 400", "the summary in table 'store' does not match its checksum")]
    [InlineData("DELETE FROM store", "the summary in table 'store' is missing")]
    [InlineData("DROP TABLE history", "SQLite Error 1: 'no such table: history'.")]
    public async Task A_changed_row_is_named(string sql, string finding)
    {
        SqliteFiles.Execute(_folder["good"], sql);
        StoreException stopped = await Assert.ThrowsAnyAsync<StoreException>(() => Content(_folder["good"]));
        Assert.Equal($"{_folder["good"]}/store.db: {finding}", stopped.Message);
    }

    [Fact]
    public async Task A_lost_end_of_the_log_is_noticed()
    {
        string log = Path.Combine(_folder["good"], SqliteFiles.Log);
        SqliteFiles.Truncate(log, new FileInfo(log).Length - 20_000);
        Assert.Matches("store.db: history ends at revision 2.., but writes up to revision 301 were acknowledged", await Refusal());
    }

    [Fact]
    public async Task A_lost_log_is_noticed()
    {
        File.Delete(Path.Combine(_folder["good"], SqliteFiles.Log));
        Assert.Matches("store.db: .*", await Refusal());
    }

    [Fact]
    public async Task A_lost_database_is_noticed()
    {
        File.Delete(Path.Combine(_folder["good"], SqliteFiles.Database));
        Assert.EndsWith("store.db: the database is missing; the head mark vouches for revision 301", await Refusal());
    }

    [Fact]
    public async Task A_lost_head_mark_is_noticed()
    {
        File.Delete(Path.Combine(_folder["good"], SqliteFiles.Mark));
        Assert.EndsWith("store.head: the head mark is missing or empty, yet the database holds history up to revision 301", await Refusal());
    }

    [Fact]
    public async Task A_spoiled_head_mark_is_noticed()
    {
        string mark = Path.Combine(_folder["good"], SqliteFiles.Mark);
        SqliteFiles.Spoil(mark, 20, 1, new Random(1));
        Assert.EndsWith("store.head: the head mark does not match its checksum", await Refusal());
        SqliteFiles.Spoil(mark, 0, 64, null);
        Assert.EndsWith("store.head: this is not the head mark of a store, or what is left of one", await Refusal());
        SqliteFiles.Truncate(mark, 30);
        Assert.EndsWith("store.head: this is not the head mark of a store, or what is left of one", await Refusal());
    }

    [Fact]
    public async Task An_older_copy_of_the_database_is_noticed()
    {
        string[] files = [SqliteFiles.Database, SqliteFiles.Log];
        SqliteFiles.Copy(_folder["good"], _folder["old"]);
        await using (IStore store = SqliteStore.Open(_folder["good"], new ManualClock()))
            await store.Set("/more", "1");
        foreach (string file in files)
            File.Delete(Path.Combine(_folder["good"], file));
        foreach (string file in files)
            File.Copy(Path.Combine(_folder["old"], file), Path.Combine(_folder["good"], file));
        Assert.EndsWith("store.db: history ends at revision 301, but writes up to revision 302 were acknowledged", await Refusal());
    }

    [Fact]
    public async Task Another_store_s_database_is_noticed()
    {
        var clock = new ManualClock();
        clock.Advance(TimeSpan.FromSeconds(1));
        await using (IStore other = SqliteStore.Open(_folder["other"], clock))
            await other.SetAll(Enumerable.Range(0, 400).Select(index => ($"/k/{index}", "1")));
        File.Copy(Path.Combine(_folder["good"], SqliteFiles.Mark), Path.Combine(_folder["other"], SqliteFiles.Mark), overwrite: true);
        StoreException stopped = await Assert.ThrowsAnyAsync<StoreException>(() => Content(_folder["other"]));
        Assert.EndsWith("store.db: row 300 is not the one the head mark vouches for (revision 301)", stopped.Message);
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        SqliteFiles.Execute(_folder["good"], "PRAGMA user_version = 2");
        Assert.EndsWith("store.db: written by a newer version (format 2; this one reads up to 1)", await Refusal());
    }

    [Fact]
    public async Task Any_torn_truncated_or_zeroed_file_is_noticed_or_harmless()
    {
        const int Faults = 150;
        var random = new Random(20);
        int refused = 0;
        for (int fault = 0; fault < Faults; fault++)
        {
            string folder = _folder[$"fault{fault}"];
            SqliteFiles.Copy(_folder["good"], folder);
            string done = Spoil(folder, random);
            try
            {
                string[] left = await Content(folder);
                Assert.True(_lines.SequenceEqual(left), $"silent loss after: {done}");
            }
            catch (StoreException stopped)
            {
                refused++;
                Assert.True(stopped is StoreDamagedException or StoreOpenException, stopped.ToString());
                Assert.StartsWith(folder, stopped.Message);
            }
            Directory.Delete(folder, recursive: true);
        }
        output.WriteLine($"{Faults} faults: {refused} refused, {Faults - refused} without effect");
        Assert.InRange(refused, Faults / 2, Faults);
    }

    /// <summary>One random fault in one of the files, or the same fault in two of them.</summary>
    private static string Spoil(string folder, Random random)
    {
        string done = "";
        for (int files = random.Next(4) == 0 ? 2 : 1; files > 0; files--)
        {
            string name = random.GetItems([SqliteFiles.Database, SqliteFiles.Log, SqliteFiles.Log, SqliteFiles.Mark], 1)[0];
            string path = Path.Combine(folder, name);
            long length = new FileInfo(path).Length;
            long offset = random.NextInt64(length);
            int count = 1 << random.Next(14);
            switch (random.Next(4))
            {
                case 0:
                    SqliteFiles.Truncate(path, offset);
                    done += $"{name} cut at {offset} of {length}; ";
                    break;
                case 1:
                    SqliteFiles.Spoil(path, offset, count, null);
                    done += $"{name} zeroed from {offset} for {count}; ";
                    break;
                case 2:
                    SqliteFiles.Spoil(path, offset, count, random);
                    done += $"{name} noise from {offset} for {count}; ";
                    break;
                default:
                    SqliteFiles.Spoil(path, offset, (int)(length - offset), null);
                    done += $"{name} zeroed from {offset} to its end; ";
                    break;
            }
        }
        return done;
    }

    private static async Task<string[]> Content(string folder)
    {
        await using IStore store = SqliteStore.Open(folder, new ManualClock());
        return await SqliteFiles.Lines(store);
    }

    private async Task<string> Refusal() =>
        (await Assert.ThrowsAnyAsync<StoreException>(() => Content(_folder["good"]))).Message;
}
