using System.Text.Json.Nodes;

namespace Scheduler.Tests.Bench.Perf;

/// <summary>The verb as its users run it.</summary>
public sealed class PerfCommandTests
{
    [Fact]
    public void A_comparison_as_json_says_everything()
    {
        BenchProgram.Result result = BenchProgram.Run("perf", "--workload", "SchedulingBasic/5Nodes", "--rounds", "2", "--versus", "plain", "--output", "json");
        Assert.Equal((0, "1 of 1: misc/SchedulingBasic/5Nodes\n"), (result.ExitCode, result.Error));
        JsonNode row = Assert.Single(JsonNode.Parse(result.Output)!["workloads"]!.AsArray())!;
        Assert.Equal(10, (int)row["measuredPods"]!);
        Assert.Equal(64, ((string)row["decisionHash"]!).Length);
        Assert.Equal(2, row["measured"]!["podsPerSecondOfRounds"]!.AsArray().Count);
        Assert.True((double)row["ratio"]!["low"]! <= (double)row["ratio"]!["high"]!);
    }

    [Fact]
    public void Markdown_has_a_line_per_workload()
    {
        BenchProgram.Result result = BenchProgram.Run("perf", "--workload", "TopologySpreading/5*", "--scale", "0.01", "--rounds", "1", "--warm-up", "0", "--output", "markdown");
        Assert.Equal(0, result.ExitCode);
        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.StartsWith("| workload | nodes | pods | pods/s |", lines[0]);
        Assert.Equal(2 + 4, lines.Length);
    }

    [Theory]
    [InlineData("--rounds: must be at least 1", "--rounds", "0")]
    [InlineData("--scale: must be more than 0, and 1000 at most", "--scale", "0")]
    [InlineData("--output: \"text\" is no output: write table, json or markdown", "--output", "text")]
    [InlineData("--label none: no matching workload has this label", "--label", "none")]
    public void What_cannot_be_used_is_one_line_and_code_2(string message, string option, string value)
    {
        BenchProgram.Result result = BenchProgram.Run("perf", "--workload", "SchedulingBasic/5Nodes", option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(message + "\n", result.Error);
    }
}
