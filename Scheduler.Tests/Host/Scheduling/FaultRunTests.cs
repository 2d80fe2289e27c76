using System.Globalization;
using Xunit.Abstractions;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>No fault loses a pod, binds one twice, leaves one waiting, or puts one where the scheduler knew that there was no room. soak/live-faults runs the full size.</summary>
public sealed class FaultRunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_pod_that_fits_is_bound_once_whatever_breaks()
    {
        FaultRunOptions options = new(Setting("FAULT_RUN_PODS", 240), Setting("FAULT_RUN_SEED", 1));
        output.WriteLine($"seed {options.Seed}: {options.Pods} pods, {options.RivalPods} of a rival, {options.HugePods} that fit nowhere, {options.Nodes} nodes");
        await using FaultRun run = await FaultRun.Start(options);
        try
        {
            await run.Play(TimeSpan.FromSeconds(60 + (options.Pods / 5)));
        }
        catch (TimeoutException)
        {
            Assert.Fail(run.Describe());
        }

        IReadOnlyDictionary<string, PodVersion> now = run.History.Now;
        foreach ((string key, PodVersion pod) in now)
            Assert.Equal(key.Contains("huge", StringComparison.Ordinal) ? 0 : 1, run.History.NodesOf(key).Count());
        int decisions = 0, triedAgain = 0;
        TimeSpan longest = default;
        foreach ((_, RunJournal journal) in run.Lives)
        {
            RoomCheck check = new(run.History, options.CpuOfNode);
            Assert.Empty(check.Problems(journal.Entries));
            decisions += check.Decisions;
            BackoffCheck backoff = new(run.History);
            Assert.Empty(backoff.Problems(journal.Entries));
            triedAgain += backoff.TriedAgain;
            if (backoff.LongestWait > longest) longest = backoff.LongestWait;
        }

        Assert.Equal(4, run.Lives.Count);
        int lost = run.Lives.Sum(life => life.Client.LostAnswers), refused = run.Lives.Sum(life => life.Client.Refusals), cuts = run.Lives.Sum(life => life.Client.Cuts);
        int unbound = run.Lives.Sum(life => life.Journal.Entries.Count(entry => entry.Name == "LogNotBound"));
        int rejected = now.Values.Count(pod => pod.Phase == "Failed");
        Assert.True(rejected > 0, "the rival was never on the same node");
        Assert.True(triedAgain > 0, "no pod had to come back");
        output.WriteLine($"all bound once; {decisions} decisions had room; 3 deaths, 1 restart of the server, {cuts} watches cut, {lost} answers lost, {refused} bindings refused, {unbound} bindings given back, {triedAgain} of their pods tried again, {longest.TotalSeconds:0.0} s at the most after their backoff, {rejected} pods rejected by nodes that the other had filled");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
