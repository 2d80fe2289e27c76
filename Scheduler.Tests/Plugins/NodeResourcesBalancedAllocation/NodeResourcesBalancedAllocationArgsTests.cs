using Scheduler.Plugins.NodeResourcesBalancedAllocation;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Tests.Plugins.NodeResourcesBalancedAllocation;

public sealed class NodeResourcesBalancedAllocationArgsTests
{
    private static readonly ArgsCheck<NodeResourcesBalancedAllocationArgs> Args = new(NodeResourcesBalancedAllocationArgs.Read);

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"resources":[]}""")]
    public void Cpu_and_memory_are_the_default(string? json) =>
        Assert.Equal([new("cpu", 1), new ResourceSpec("memory", 1)], Args.Read(json).Resources);

    [Fact]
    public void A_weight_that_is_not_written_is_one() => Assert.Equal(
        [new("cpu", 1), new ResourceSpec("nvidia.com/gpu", 1)],
        Args.Read("""{"resources":[{"name":"cpu"},{"name":"nvidia.com/gpu","weight":0}]}""").Resources);

    [Fact]
    public void Other_weights_and_repeated_names_are_refused() => Assert.Equal(
        "resources[0].weight: 2: must be 1\nresources[1].name: \"cpu\": the resource is named twice",
        Args.Errors("""{"resources":[{"name":"cpu","weight":2},{"name":"cpu"}]}"""));
}
