using Scheduler.Host.Scheduling.Writing;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>What waits is bounded, merged per key, and never written twice at one time.</summary>
public sealed class OutboxTests
{
    private readonly ManualClock clock = new();
    private readonly List<string> written = [];

    [Fact]
    public async Task Items_of_one_key_become_one()
    {
        Outbox<string, string> outbox = Make();
        outbox.Put("a", "1");
        outbox.Put("b", "2");
        outbox.Put("a", "3");
        await Run(outbox);
        Assert.Equal(["1+3", "2"], written);
    }

    [Fact]
    public async Task Beyond_the_bound_the_oldest_is_dropped()
    {
        Outbox<string, string> outbox = Make(waitingMax: 2);
        foreach (string key in (string[])["a", "b", "c"]) outbox.Put(key, key);
        await Run(outbox);
        Assert.Equal(["b", "c"], written);
        Assert.Equal(1, outbox.DroppedCount);
    }

    [Fact]
    public async Task What_is_withdrawn_is_not_written()
    {
        Outbox<string, string> outbox = Make();
        outbox.Put("a", "1");
        outbox.Put("b", "2");
        Assert.True(outbox.Withdraw("a").IsCompleted);
        await Run(outbox);
        Assert.Equal(["2"], written);
    }

    [Fact]
    public async Task Who_withdraws_waits_for_a_write_that_has_begun()
    {
        TaskCompletionSource begun = new(), go = new();
        Outbox<string, string> outbox = Make(write: async item =>
        {
            begun.SetResult();
            await go.Task;
            written.Add(item);
            return true;
        });
        outbox.Put("a", "1");
        using CancellationTokenSource stop = new();
        Task running = outbox.RunAsync(stop.Token);
        await begun.Task;
        Task withdrawn = outbox.Withdraw("a");
        Assert.False(withdrawn.IsCompleted);
        go.SetResult();
        await withdrawn;
        Assert.Equal(["1"], written);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task What_could_not_be_written_is_tried_again()
    {
        int tries = 0;
        Outbox<string, string> outbox = Make(write: item =>
        {
            if (++tries < 3) return Task.FromResult(false);
            written.Add(item);
            return Task.FromResult(true);
        });
        outbox.Put("a", "1");
        using CancellationTokenSource stop = new();
        Task running = outbox.RunAsync(stop.Token);
        while (outbox.Count > 0) await Task.WhenAny(clock.AdvanceToNext(TimeSpan.FromMinutes(1)), Task.Run(() => SpinWait.SpinUntil(() => outbox.Count == 0)));
        Assert.Equal(3, tries);
        await stop.CancelAsync();
        await running;
    }

    private Outbox<string, string> Make(int waitingMax = 10, Func<string, Task<bool>>? write = null) => new(
        new()
        {
            WaitingMax = waitingMax,
            WritersMax = 1,
            Merge = (before, now) => $"{before}+{now}",
            Write = (item, _) => write is not null ? write(item) : Keep(item),
        },
        clock);

    private Task<bool> Keep(string item)
    {
        written.Add(item);
        return Task.FromResult(true);
    }

    private static async Task Run(Outbox<string, string> outbox)
    {
        using CancellationTokenSource stop = new();
        Task running = outbox.RunAsync(stop.Token);
        while (outbox.Count > 0) await Task.Yield();
        await stop.CancelAsync();
        await running;
    }
}
