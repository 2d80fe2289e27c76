using Scheduler.Plugins.DefaultPreemption;

namespace Scheduler.Tests.Plugins.DefaultPreemption;

public sealed class DefaultPreemptionArgsTests
{
    private static readonly ArgsCheck<DefaultPreemptionArgs> Args = new(DefaultPreemptionArgs.Read);

    [Fact]
    public void Ten_percent_and_a_hundred_nodes_are_the_default() =>
        Assert.Equal(new DefaultPreemptionArgs { MinCandidateNodesPercentage = 10, MinCandidateNodesAbsolute = 100 }, Args.Default);

    [Fact]
    public void Written_values_count_and_zero_is_one() => Assert.Equal(
        new DefaultPreemptionArgs { MinCandidateNodesPercentage = 0, MinCandidateNodesAbsolute = 7 },
        Args.Read("""{"minCandidateNodesPercentage":0,"minCandidateNodesAbsolute":7}"""));

    [Theory]
    [InlineData("""{"minCandidateNodesPercentage":101}""", "minCandidateNodesPercentage: 101: must be 0 to 100")]
    [InlineData("""{"minCandidateNodesAbsolute":-1}""", "minCandidateNodesAbsolute: -1: must not be negative")]
    [InlineData("""{"minCandidateNodes":1}""", "minCandidateNodes: unknown field")]
    [InlineData("""{"kind":"OtherArgs","apiVersion":"v1"}""", "apiVersion: \"v1\": must be kubescheduler.config.k8s.io/v1\nkind: \"OtherArgs\": must be DefaultPreemptionArgs")]
    [InlineData(
        """{"minCandidateNodesPercentage":0,"minCandidateNodesAbsolute":0}""",
        "minCandidateNodesPercentage: 0: must not be 0 while minCandidateNodesAbsolute is 0\nminCandidateNodesAbsolute: 0: must not be 0 while minCandidateNodesPercentage is 0")]
    public void What_is_wrong_is_refused(string json, string errors) => Assert.Equal(errors, Args.Errors(json));
}
