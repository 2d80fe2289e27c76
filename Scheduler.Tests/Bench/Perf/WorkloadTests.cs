using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cycle;

namespace Scheduler.Tests.Bench.Perf;

/// <summary>The small size of each workload: every pod ends as its file says, with all engines in the same way. No times are asserted.</summary>
public sealed class WorkloadTests
{
    private static readonly Dictionary<string, Workload> Small = WorkloadFiles.Read(Fixtures.PathOf("workloads"), "*")
        .Where(workload => workload.Labels.Contains("integration-test"))
        .ToDictionary(workload => workload.Path);

    public static TheoryData<string> SmallOnes => [.. Small.Keys];

    [Theory]
    [MemberData(nameof(SmallOnes))]
    public void Small_sizes_go_as_they_say_with_all_engines(string path)
    {
        RunResult plain = Play(Small[path], EngineKind.Plain), vector = Play(Small[path], EngineKind.Vector), incremental = Play(Small[path], EngineKind.Incremental);
        Assert.Equal(plain.DecisionHash, vector.DecisionHash);
        Assert.Equal(plain.DecisionHash, incremental.DecisionHash);
        Assert.Equal(Small[path].MeasuredPods, vector.Pods);
        Assert.InRange(vector.DecisionNs.Length, vector.Pods, int.MaxValue);
    }

    [Fact]
    public void Every_case_has_a_small_size()
    {
        string[] cases = [.. WorkloadFiles.Read(Fixtures.PathOf("workloads"), "*").Select(workload => workload.Case).Distinct()];
        Assert.Equal(cases, Small.Values.Select(workload => workload.Case).Distinct());
    }

    [Theory]
    [InlineData("*/500Nodes", 0.1)]
    [InlineData("*5000*", 0.01)]
    [InlineData("*1000Node*", 0.02)]
    public void Large_sizes_go_as_they_say_when_they_are_scaled_down(string pattern, double scale)
    {
        foreach (Workload workload in WorkloadFiles.Read(Fixtures.PathOf("workloads"), pattern, scale))
            Assert.Equal(workload.MeasuredPods, Play(workload, EngineKind.Vector).Pods);
    }

    [Fact]
    public void Preemption_takes_three_small_pods_for_a_large_one()
    {
        RunResult result = Play(Small["misc/PreemptionBasic/5Nodes"], EngineKind.Vector);
        Assert.Equal(15, result.Preempted);
    }

    [Theory]
    [InlineData("event_handling/EventHandlingPodDelete/2Nodes_20Pods", 20 + (15 * 16 / 2))]
    [InlineData("event_handling/EventHandlingPodUpdate/1Node_10Pods", 10 + (10 * 11 / 2))]
    [InlineData("event_handling/EventHandlingPodAdd/10Pods", 10 + 10 + 10)]
    [InlineData("misc/SchedulingWhileGated/1Node_10GatedPods", 10)]
    public void An_event_wakes_the_pods_that_it_helps_and_no_others(string path, int turns)
    {
        // A partner helps one pod (and has a turn of its own). A place that falls free helps all that are left, and one of them gets it.
        Assert.Equal(turns, Play(Small[path], EngineKind.Vector).DecisionNs.Length);
    }

    [Fact]
    public void Every_row_can_be_checked_against_the_plain_engine()
    {
        Workload basic = Small["misc/SchedulingBasic/5Nodes"];
        using WorkloadRun run = new(basic, new() { Check = new CheckRate(3) });
        Assert.Equal(5, run.Run().Checked);
    }

    [Fact]
    public void The_seed_decides_among_equal_nodes_and_nothing_else_does()
    {
        Workload basic = Small["misc/SchedulingBasic/5Nodes"];
        Assert.Equal(Play(basic, EngineKind.Vector).DecisionHash, Play(basic, EngineKind.Vector).DecisionHash);
        Assert.NotEqual(Play(basic, EngineKind.Vector).DecisionHash, Play(basic, EngineKind.Vector, seed: 7).DecisionHash);
    }

    [Fact]
    public void A_pod_that_does_not_end_as_the_file_says_ends_the_run()
    {
        Workload basic = Small["misc/SchedulingBasic/5Nodes"];
        Workload wrong = basic with { Steps = [.. basic.Steps.Where(step => step is not CreateNodes)] };
        UnexpectedDecisionException error = Assert.Throws<UnexpectedDecisionException>(() => Play(wrong, EngineKind.Vector));
        Assert.StartsWith("misc/SchedulingBasic/5Nodes: pod default/pod-0-0: expected Placed, got", error.Message);
    }

    private static RunResult Play(Workload workload, EngineKind engine, ulong seed = 0)
    {
        using WorkloadRun run = new(workload, new() { Cycle = new() { Engine = engine, Seed = seed } });
        return run.Run();
    }
}
