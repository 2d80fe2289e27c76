using System.Text.Json.Nodes;
using Scheduler.Bench.Conformance;

namespace Scheduler.Tests.Bench.Conformance;

public sealed class CaseComparerTests
{
    private const string Placed = """
        {"pod":"a/p","feasible":["n1","n2"],
         "scoring":{"skipped":["X"],"plugins":[{"name":"A","weight":2,"raw":[1,2],"normalized":[50,100]},{"name":"B","weight":1,"raw":[90,0]}],"total":[190,200]},
         "best":["n2"],"selected":"n2"}
        """;

    [Fact]
    public void Equal_results_have_no_difference() => Assert.Null(Compare(Placed, Placed));

    [Fact]
    public void A_score_that_differs_is_found()
    {
        Difference? difference = Compare(Placed, Placed.Replace("\"raw\":[90,0]", "\"raw\":[91,0]", StringComparison.Ordinal));
        Assert.Equal(new Difference("scoring.plugins.B.raw", "[90,0]", "[91,0]"), difference);
    }

    [Fact]
    public void What_a_plugin_contributes_can_be_left_out()
    {
        string other = Placed.Replace("\"raw\":[90,0]", "\"raw\":[0,90]", StringComparison.Ordinal)
            .Replace("\"total\":[190,200]", "\"total\":[100,290]", StringComparison.Ordinal);
        Assert.NotNull(Compare(Placed, other));
        Assert.Null(Compare(Placed, other, "B"));
    }

    [Fact]
    public void The_order_of_reasons_means_nothing()
    {
        const string expected = """{"pod":"a/p","feasible":[],"rejected":[{"plugin":"F","code":"Unschedulable","reasons":["x","y"],"nodes":["n1"]}]}""";
        Assert.Null(Compare(expected, expected.Replace("[\"x\",\"y\"]", "[\"y\",\"x\"]", StringComparison.Ordinal)));
        Assert.NotNull(Compare(expected, expected.Replace("[\"x\",\"y\"]", "[\"y\"]", StringComparison.Ordinal)));
    }

    [Fact]
    public void Any_of_the_outcomes_of_a_preemption_will_do()
    {
        const string expected = """
            {"pod":"a/p","feasible":[],"postFilter":{"code":"Success","candidates":[{"node":"n1","victims":["a/v"]},{"node":"n2","victims":["a/w"]}],
             "outcomes":[{"node":"n1","victims":["a/v"]},{"node":"n2","victims":["a/w"]}]}}
            """;
        const string got = """
            {"pod":"a/p","feasible":[],"postFilter":{"code":"Success","candidates":[{"node":"n2","victims":["a/w"]},{"node":"n1","victims":["a/v"]}],
             "outcome":{"node":"n2","victims":["a/w"]}}}
            """;
        Assert.Null(Compare(expected, got));
        Assert.Equal("postFilter.outcome", Compare(expected, got.Replace("\"outcome\":{\"node\":\"n2\"", "\"outcome\":{\"node\":\"n3\"", StringComparison.Ordinal))!.Field);
    }

    private static Difference? Compare(string expected, string got, params string[] without) =>
        new CaseComparer(without.ToHashSet()).Compare(JsonNode.Parse(expected)!.AsObject(), JsonNode.Parse(got)!.AsObject());
}
