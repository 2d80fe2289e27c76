using Scheduler.Plugins.InterPodAffinity;

namespace Scheduler.Tests.Plugins.InterPodAffinity;

public sealed class InterPodAffinityArgsTests
{
    private static readonly ArgsCheck<InterPodAffinityArgs> Args = new(InterPodAffinityArgs.Read);

    [Fact]
    public void A_weight_of_one_and_all_terms_are_the_default() =>
        Assert.Equal(new InterPodAffinityArgs { HardPodAffinityWeight = 1, IgnorePreferredTermsOfExistingPods = false }, Args.Default);

    [Fact]
    public void Written_values_count() => Assert.Equal(
        new InterPodAffinityArgs { HardPodAffinityWeight = 0, IgnorePreferredTermsOfExistingPods = true },
        Args.Read("""{"hardPodAffinityWeight":0,"ignorePreferredTermsOfExistingPods":true}"""));

    [Theory]
    [InlineData("""{"hardPodAffinityWeight":101}""", "hardPodAffinityWeight: 101: must be 0 to 100")]
    [InlineData("""{"hardPodAffinityWeight":-1}""", "hardPodAffinityWeight: -1: must be 0 to 100")]
    public void What_is_wrong_is_refused(string json, string errors) => Assert.Equal(errors, Args.Errors(json));
}
