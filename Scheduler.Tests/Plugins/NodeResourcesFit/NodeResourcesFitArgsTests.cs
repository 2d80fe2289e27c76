using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Tests.Plugins.NodeResourcesFit;

public sealed class NodeResourcesFitArgsTests
{
    private static readonly ArgsCheck<NodeResourcesFitArgs> Args = new(NodeResourcesFitArgs.Read);

    [Fact]
    public void The_least_allocated_of_cpu_and_memory_is_the_default()
    {
        NodeResourcesFitArgs args = Args.Default;
        Assert.Equal(ScoringStrategyType.LeastAllocated, args.ScoringStrategy.Type);
        Assert.Equal([new("cpu", 1), new ResourceSpec("memory", 1)], args.ScoringStrategy.Resources);
        Assert.Empty(args.IgnoredResources);
    }

    [Fact]
    public void Everything_can_be_written()
    {
        NodeResourcesFitArgs args = Args.Read("""
            {"ignoredResources":["example.com/a"],"ignoredResourceGroups":["example.org"],
             "scoringStrategy":{"type":"RequestedToCapacityRatio","resources":[{"name":"cpu","weight":100},{"name":"memory"}],
               "requestedToCapacityRatio":{"shape":[{"utilization":0,"score":10},{"utilization":100,"score":0}]}}}
            """);
        Assert.Equal(["example.com/a"], args.IgnoredResources);
        Assert.Equal(["example.org"], args.IgnoredResourceGroups);
        Assert.Equal(ScoringStrategyType.RequestedToCapacityRatio, args.ScoringStrategy.Type);
        Assert.Equal([new("cpu", 100), new ResourceSpec("memory", 1)], args.ScoringStrategy.Resources);
        Assert.Equal([new(0, 10), new UtilizationShapePoint(100, 0)], args.ScoringStrategy.Shape);
    }

    [Fact]
    public void A_strategy_without_resources_scores_cpu_and_memory() => Assert.Equal(
        [new("cpu", 1), new ResourceSpec("memory", 1)],
        Args.Read("""{"scoringStrategy":{"type":"MostAllocated"}}""").ScoringStrategy.Resources);

    [Fact]
    public void What_extenders_check_alone_replaces_what_was_to_be_ignored() =>
        Assert.Equal(["example.com/b"], Args.Read("""{"ignoredResources":["example.com/a"]}""").Ignoring(["example.com/b"]).IgnoredResources);

    [Theory]
    [InlineData("""{"ignoredResources":["a b"]}""", "ignoredResources[0]: \"a b\": must be a qualified name, such as example.com/gpu")]
    [InlineData("""{"ignoredResourceGroups":["a.b/c"]}""", "ignoredResourceGroups[0]: \"a.b/c\": must not contain a slash")]
    [InlineData("""{"ignoredResources":[1]}""", "ignoredResources[0]: 1: must be a string")]
    [InlineData("""{"scoringStrategy":{}}""", "scoringStrategy.type: must be LeastAllocated, MostAllocated or RequestedToCapacityRatio")]
    [InlineData("""{"scoringStrategy":{"type":"Some"}}""", "scoringStrategy.type: \"Some\": must be LeastAllocated, MostAllocated or RequestedToCapacityRatio")]
    [InlineData("""{"scoringStrategy":{"type":"MostAllocated","resources":[{"name":"cpu","weight":101},{"name":"cpu","weight":-1}]}}""",
        "scoringStrategy.resources[0].weight: 101: must be 1 to 100\nscoringStrategy.resources[1].weight: -1: must be 1 to 100")]
    [InlineData("""{"scoringStrategy":{"type":"RequestedToCapacityRatio"}}""",
        "scoringStrategy.requestedToCapacityRatio: must be written where type is RequestedToCapacityRatio")]
    [InlineData("""{"scoringStrategy":{"type":"LeastAllocated","requestedToCapacityRatio":{}}}""",
        "scoringStrategy.requestedToCapacityRatio: an object: must not be written where type is not RequestedToCapacityRatio")]
    [InlineData("""{"scoringStrategy":{"type":"RequestedToCapacityRatio","requestedToCapacityRatio":{"shape":[]}}}""",
        "scoringStrategy.requestedToCapacityRatio.shape: a list: must have at least one point")]
    [InlineData("""{"scoringStrategy":{"type":"RequestedToCapacityRatio","requestedToCapacityRatio":{"shape":[{"utilization":10,"score":11},{"utilization":10,"score":-1},{"utilization":101,"score":1}]}}}""",
        "scoringStrategy.requestedToCapacityRatio.shape[0].score: 11: must be 0 to 10\n"
        + "scoringStrategy.requestedToCapacityRatio.shape[1].score: -1: must be 0 to 10\n"
        + "scoringStrategy.requestedToCapacityRatio.shape[1].utilization: 10: must be larger than that of the point before\n"
        + "scoringStrategy.requestedToCapacityRatio.shape[2].utilization: 101: must be 0 to 100")]
    public void What_is_wrong_is_refused(string json, string errors) => Assert.Equal(errors, Args.Errors(json));
}
