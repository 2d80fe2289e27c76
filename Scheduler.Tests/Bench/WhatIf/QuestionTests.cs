using System.Text.Json;

namespace Scheduler.Tests.Bench.WhatIf;

public sealed class QuestionTests
{
    private const string Dump = "fixtures/clusters/eu-1.json.gz";

    [Fact]
    public void Capacity_is_the_fewest_nodes_and_one_less_is_shown_not_to_do()
    {
        JsonElement types = Json("capacity", Dump, "--output", "json").GetProperty("types");
        JsonElement gpu = types.EnumerateArray().Single(type => type.GetProperty("type").GetString() == "gpu");
        Assert.Equal((16, 16, 6), (gpu.GetProperty("nodes").GetInt32(), gpu.GetProperty("placed").GetInt32(), gpu.GetProperty("pendingWithOneLess").GetInt32()));
        Assert.Equal(5, gpu.GetProperty("never").GetArrayLength());
    }

    [Fact]
    public void Fit_counts_copies_by_place_and_says_what_stops_the_next()
    {
        JsonElement fit = Json("fit", Dump, "--manifest", "fixtures/whatif/web.yaml", "--output", "json");
        int copies = fit.GetProperty("fit").GetInt32();
        Assert.Equal(1265, copies);
        Assert.Equal(copies, fit.GetProperty("zones").EnumerateObject().Sum(zone => zone.Value.GetInt32()));
        Assert.Contains("Insufficient cpu", fit.GetProperty("stoppedBy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_that_are_emptied_together_are_among_those_that_can_be_emptied_alone()
    {
        JsonElement empty = Json("empty", "fixtures/clusters/eu-2.json.gz", "--output", "json");
        string[] alone = [.. empty.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("canBeEmptied").GetBoolean()).Select(node => node.GetProperty("node").GetString()!)];
        Assert.NotEmpty(alone);
        Assert.All(empty.GetProperty("together").EnumerateArray(), node => Assert.Contains(node.GetString()!, alone));
    }

    [Fact]
    public void Resilience_tries_every_zone_rack_and_node()
    {
        JsonElement[] losses = [.. Json("resilience", Dump, "--output", "json").GetProperty("losses").EnumerateArray()];
        Assert.Equal((3, 18, 200), (Count("zone"), Count("rack"), Count("node")));
        Assert.Equal(6, losses.Single(loss => loss.GetProperty("name").GetString() == "eu-1a").GetProperty("wouldNotFit").GetArrayLength());

        int Count(string kind) => losses.Count(loss => loss.GetProperty("kind").GetString() == kind);
    }

    [Theory]
    [InlineData("whatif", "--drain", "compute-000", "--output", "csv")]
    [InlineData("resilience", "--output", "markdown")]
    public void Reports_have_the_form_that_was_asked_for(string verb, params string[] options)
    {
        BenchProgram.Result result = BenchProgram.Run([verb, Dump, .. options]);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(options[^1] == "csv" ? "scenario,evicted," : "## ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit: give one of --pod and --manifest", "fit")]
    [InlineData("--pod x/y: no such pod in the dump", "fit", "--pod", "x/y")]
    [InlineData("--like zzz: no node is zzz", "capacity", "--like", "zzz")]
    [InlineData("--pod x/*: no pod that finds no node is like this", "relax", "--pod", "x/*")]
    [InlineData("--max: must be at least 1", "capacity", "--max", "0")]
    public void A_question_that_cannot_be_answered_is_refused_in_one_line(string message, string verb, params string[] options)
    {
        BenchProgram.Result result = BenchProgram.Run([verb, Dump, .. options]);
        Assert.Equal((2, message), (result.ExitCode, result.Error.TrimEnd()));
    }

    private static JsonElement Json(params string[] arguments)
    {
        BenchProgram.Result result = BenchProgram.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
