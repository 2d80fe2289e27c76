using System.Text.Json;

namespace Scheduler.Tests.Bench.WhatIf;

public sealed class WhatIfCommandTests
{
    private const string Dump = "fixtures/clusters/eu-1.json.gz";

    [Fact]
    public void Scenarios_of_a_file_are_played_and_told_apart()
    {
        JsonElement result = Json("whatif", Dump, "--scenario", "fixtures/whatif/scenarios.yaml", "--output", "json");
        JsonElement[] scenarios = [.. result.GetProperty("scenarios").EnumerateArray()];
        Assert.Equal(7, scenarios.Length);
        Assert.Equal((259, 6), (Number(scenarios[0], "evicted"), Number(scenarios[0], "newlyPending")));
        Assert.True(scenarios[1].GetProperty("heldByBudget").GetArrayLength() > 0);
        Assert.Equal((4, 12), (Number(scenarios[2], "placed"), Number(scenarios[2], "added")));
        Assert.Equal(30, Number(scenarios[3], "added"));
        Assert.Equal(8, Number(scenarios[4], "placed"));
        Assert.Equal(0, scenarios[5].GetProperty("pods").GetArrayLength());
    }

    [Fact]
    public void A_written_snapshot_replays_to_the_same_decisions()
    {
        string folder = Directory.CreateTempSubdirectory("whatif").FullName;
        try
        {
            JsonElement scenario = Json("whatif", Dump, "--lose-rack", "eu-1a-r5", "--add-nodes", "compute-*:2", "--output", "json", "--write-snapshot", folder)
                .GetProperty("scenarios")[0];
            JsonElement replay = Json("replay", Path.Combine(folder, "scenario-1.json"), "--engine", "plain", "--output", "json");
            Assert.Equal(replay.GetProperty("decisionHash").GetString(), scenario.GetProperty("decisionHash").GetString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Seeds_and_charts_are_part_of_the_report()
    {
        string folder = Directory.CreateTempSubdirectory("whatif").FullName;
        try
        {
            BenchProgram.Result result = BenchProgram.Run("whatif", Dump, "--drain", "memory-01*", "--seeds", "3", "--output", "markdown", "--svg", folder);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("over 3 seeds and orders", result.Output, StringComparison.Ordinal);
            Assert.Contains("<svg", File.ReadAllText(Path.Combine(folder, "utilization-1.svg")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--drain nope: no node is nope", "--drain", "nope")]
    [InlineData("--add-nodes: \"x\" is no whole number of at least 1", "--add-nodes", "compute-000:x")]
    [InlineData("--taint: \"a=b\" has no effect", "--taint", "compute-000 a=b")]
    [InlineData("--set-requests: cpu: \"many\" is not a quantity", "--set-requests", "ml/* cpu=many")]
    [InlineData("whatif: nothing happens", "--seeds", "2")]
    [InlineData("--output: \"pdf\" is no output", "--cordon", "compute-000", "--output", "pdf")]
    public void What_cannot_be_done_is_said_in_one_line(string message, params string[] options)
    {
        BenchProgram.Result result = BenchProgram.Run(["whatif", Dump, .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    private static int Number(JsonElement scenario, string name) => scenario.GetProperty(name).GetInt32();

    private static JsonElement Json(params string[] arguments)
    {
        BenchProgram.Result result = BenchProgram.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
