using System.Collections.Concurrent;
using Scheduler.Host.Store;
using static Scheduler.Tests.Host.Store.StoreExtensions;

namespace Scheduler.Tests.Host.Store;

public abstract partial class StoreConformance
{
    private const int Callers = 8;
    private const int RacedKeys = 6;
    private long _moment;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task Concurrent_histories_are_linearizable(int seed)
    {
        var histories = new ConcurrentDictionary<string, ConcurrentQueue<Operation>>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Race(caller, new Random((seed * 100) + caller), histories))));
        foreach ((string key, ConcurrentQueue<Operation> history) in histories)
        {
            string? unexplained = Linearizability.Explain([.. history]);
            Assert.True(unexplained is null, $"seed {seed}, {key}: no order explains\n{unexplained}");
        }
    }

    [Fact]
    public async Task Revisions_follow_real_time_and_a_list_is_what_the_writes_up_to_its_revision_made()
    {
        var writes = new ConcurrentDictionary<long, (long Called, long Returned, string Key, string Value)>();
        var lists = new ConcurrentQueue<(long Called, long Returned, ListResult List)>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (int number = 0; number < 60; number++)
            {
                string key = $"/k/{random.Next(20):00}", value = $"{caller}.{number}";
                long called = Interlocked.Increment(ref _moment);
                long revision = await Store.Set(key, value);
                Assert.True(writes.TryAdd(revision, (called, Interlocked.Increment(ref _moment), key, value)), $"revision {revision} twice");
                called = Interlocked.Increment(ref _moment);
                ListResult list = await Store.List(new("/k/"));
                lists.Enqueue((called, Interlocked.Increment(ref _moment), list));
            }
        })));

        foreach ((long called, long returned, ListResult list) in lists)
        {
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            for (long revision = 2; revision <= list.Revision; revision++)
                expected[writes[revision].Key] = $"{writes[revision].Key}={writes[revision].Value}@{revision}";
            Assert.Equal(string.Join(" ", expected.Values), list.Show());
            Assert.DoesNotContain(writes, write => write.Value.Returned < called && write.Key > list.Revision);
            Assert.DoesNotContain(writes, write => write.Value.Called > returned && write.Key <= list.Revision);
        }
        foreach ((long revision, (long called, _, _, _)) in writes)
            Assert.DoesNotContain(writes, write => write.Value.Returned < called && write.Key > revision);
    }

    private async Task Race(int caller, Random random, ConcurrentDictionary<string, ConcurrentQueue<Operation>> histories)
    {
        var last = new Dictionary<string, long>();
        for (int number = 0; number < 60; number++)
        {
            string key = $"/k/{random.Next(RacedKeys)}";
            // Stale expectations are wanted: half the writes go by what this caller saw last, whenever that was.
            long expected = random.Next(2) == 0 ? Expect.Anything : last.GetValueOrDefault(key);
            long called = Interlocked.Increment(ref _moment);
            (string name, Func<Register, Register?> step, long seen) = random.Next(5) switch
            {
                < 2 => Reading(await Store.Get(key)),
                < 4 => Writing($"{caller}.{number}", expected, await Store.Put(key, Bytes($"{caller}.{number}"), expected)),
                _ => Writing("", expected, await Store.Delete(key, expected)),
            };
            last[key] = seen;
            histories.GetOrAdd(key, _ => new()).Enqueue(new(name, called, Interlocked.Increment(ref _moment), step));
        }
    }

    private static (string, Func<Register, Register?>, long) Reading(GetResult result)
    {
        Register found = Held(result.Entry);
        return ($"read {found}", state => state == found ? state : null, found.Revision);
    }

    /// <summary>A put, or a delete if the value is empty.</summary>
    private static (string, Func<Register, Register?>, long) Writing(string value, long expected, WriteResult result)
    {
        bool delete = value.Length == 0;
        if (!result.Succeeded)
        {
            Register found = Held(result.Entry);
            return (
                $"write '{value}' expecting {expected}, refused for {found}",
                state => state == found && !MayChange(found) ? state : null, found.Revision);
        }
        Register previous = Held(result.Previous);
        Register after = delete ? Register.Absent : new(result.Revision, value);
        return (
            $"write '{value}' expecting {expected}, {previous} to {after}",
            state => state == previous && MayChange(previous) ? after : null, after.Revision);

        bool MayChange(Register now) =>
            !(delete && now == Register.Absent) && (expected == Expect.Anything || expected == now.Revision);
    }

    private static Register Held(StoreEntry? entry) => entry is null ? Register.Absent : new(entry.ModRevision, entry.Text());
}
