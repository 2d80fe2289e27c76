using System.Text.Json.Nodes;

namespace Scheduler.Tests.Bench.Serving;

/// <summary>The small size of every step: that they work, not how fast.</summary>
public class ServingTests
{
    [Fact]
    public void Every_step_measures_a_cluster_of_its_own()
    {
        BenchProgram.Result run = BenchProgram.Run(
            "serving", "--stores", "memory", "--steps", "create,bind,watch,run", "--nodes", "2", "--pods", "20", "--watchers", "3", "--objects", "5", "--output", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        JsonArray measures = JsonNode.Parse(run.Output)!["memory"]!.AsArray();
        Assert.All(measures, one => Assert.True(one!["value"]!.GetValue<double>() >= 0));
        string[] names = [.. measures.Select(one => one!["measure"]!.ToString())];
        Assert.Contains("bindings", names);
        Assert.Contains("events to 3 watches, each in order", names);
        Assert.Contains("20 pods of Deployments running after", names);
    }

    [Theory]
    [InlineData("--stores=tape", "--stores: \"tape\" is no store: write sqlite or memory")]
    [InlineData("--steps=fly", "--steps: \"fly\" is no step: write start, create, bind, watch, run")]
    [InlineData("--output=poem", "--output: \"poem\" is no output: write table, json or markdown")]
    [InlineData("--pods=0", "--pods: must be at least 1")]
    [InlineData("--host=/no/such/program", "/no/such/program: ")]
    public void Wrong_input_is_one_line(string argument, string message)
    {
        BenchProgram.Result run = BenchProgram.Run("serving", argument);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
