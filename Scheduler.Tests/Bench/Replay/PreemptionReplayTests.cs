using System.Text.Json;
using Scheduler.Bench.Replay;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Bench.Replay;

/// <summary>A pod that fits nowhere but may preempt: a replay says who would leave, and why that node.</summary>
public sealed class PreemptionReplayTests
{
    private const string Dump = "fixtures/clusters/eu-1.json.gz";
    private const string Extra = "fixtures/clusters/extra-prod-critical.yaml";

    [Fact]
    public void The_table_names_the_victims_and_their_priorities()
    {
        BenchProgram.Result result = BenchProgram.Run("replay", Dump, Extra);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("ledger-0 (priority 100000) would get compute-028 in the place of", result.Output, StringComparison.Ordinal);
        Assert.Contains("0 placed, 22 pending", result.Output, StringComparison.Ordinal);
        Assert.Contains("--explain platform/ledger-0", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_lists_the_candidates_and_says_what_decided()
    {
        BenchProgram.Result result = BenchProgram.Run("replay", Dump, Extra, "--explain", "platform/ledger-0");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("pod platform/ledger-0, priority 100000", result.Output, StringComparison.Ordinal);
        Assert.Contains("compute-028 ←", result.Output, StringComparison.Ordinal);
        Assert.Contains("why compute-028: next to ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_has_the_victims_with_their_priorities()
    {
        BenchProgram.Result result = BenchProgram.Run("replay", Dump, Extra, "--output", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement pod = JsonDocument.Parse(result.Output).RootElement.GetProperty("pods").EnumerateArray()
            .Single(one => one.GetProperty("pod").GetString() == "platform/ledger-0");
        Assert.Equal(100_000, pod.GetProperty("priority").GetInt32());
        JsonElement preemption = pod.GetProperty("preemption");
        Assert.Equal("compute-028", preemption.GetProperty("node").GetString());
        Assert.Equal(
            [("search/app30-84898d8465-fkddt", 0), ("search/app8-f7c6c9499-gwk8x", -100)],
            preemption.GetProperty("victims").EnumerateArray().Select(victim => (victim.GetProperty("pod").GetString()!, victim.GetProperty("priority").GetInt32())));
    }

    [Fact]
    public void A_manifest_gets_the_priority_and_policy_of_its_class()
    {
        PodPriorities priorities = new([
            new PriorityClass { Metadata = new() { Name = "high" }, Value = 7, PreemptionPolicy = "Never" },
            new PriorityClass { Metadata = new() { Name = "usual" }, Value = 3, GlobalDefault = true },
        ]);
        Assert.Equal((7, "Never"), Filled("high", null));
        Assert.Equal((3, ""), Filled("", null));
        Assert.Equal((5, ""), Filled("high", 5));
        Assert.Equal((2_000_001_000, ""), Filled("system-node-critical", null));
        Assert.Equal((null, ""), Filled("missing", null));
        Assert.Equal(1, priorities.Unknown);

        (int? Priority, string Policy) Filled(string name, int? priority)
        {
            PodSpec spec = priorities.Fill(new() { Spec = new() { PriorityClassName = name, Priority = priority } }).Spec;
            return (spec.Priority, spec.PreemptionPolicy);
        }
    }
}
