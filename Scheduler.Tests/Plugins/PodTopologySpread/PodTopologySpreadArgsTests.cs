using Scheduler.Core.Objects;
using Scheduler.Plugins.PodTopologySpread;

namespace Scheduler.Tests.Plugins.PodTopologySpread;

public sealed class PodTopologySpreadArgsTests
{
    private static readonly ArgsCheck<PodTopologySpreadArgs> Args = new(PodTopologySpreadArgs.Read);

    [Theory]
    [InlineData(null)]
    [InlineData("""{"defaultingType":""}""")]
    [InlineData("""{"defaultingType":"System"}""")]
    public void The_built_in_constraints_are_the_default(string? json) => Assert.True(Args.Read(json).UseSystemDefaults);

    [Fact]
    public void A_list_takes_their_place()
    {
        PodTopologySpreadArgs args = Args.Read("""
            {"defaultingType":"List","defaultConstraints":[
              {"maxSkew":2,"topologyKey":"rack","whenUnsatisfiable":"ScheduleAnyway"},
              {"maxSkew":1,"topologyKey":"rack","whenUnsatisfiable":"DoNotSchedule","minDomains":3,"nodeAffinityPolicy":"Ignore","nodeTaintsPolicy":"Honor","matchLabelKeys":["app"]}]}
            """);
        Assert.False(args.UseSystemDefaults);
        Assert.Equal([2, 1], args.DefaultConstraints.Select(constraint => constraint.MaxSkew));
        TopologySpreadConstraint second = args.DefaultConstraints[1];
        Assert.Equal(("rack", "DoNotSchedule", 3, "Ignore", "Honor", "app"),
            (second.TopologyKey, second.WhenUnsatisfiable, second.MinDomains, second.NodeAffinityPolicy, second.NodeTaintsPolicy, second.MatchLabelKeys[0]));
    }

    [Fact]
    public void An_empty_list_is_a_list() => Assert.False(Args.Read("""{"defaultingType":"List"}""").UseSystemDefaults);

    [Theory]
    [InlineData("""{"defaultingType":"Some"}""", "defaultingType: \"Some\": must be System or List")]
    [InlineData("""{"defaultConstraints":[{"maxSkew":1,"topologyKey":"a","whenUnsatisfiable":"DoNotSchedule"}]}""",
        "defaultingType: must be List where there are defaultConstraints")]
    [InlineData("""{"defaultingType":"List","defaultConstraints":[{"labelSelector":{}}]}""",
        "defaultConstraints[0].labelSelector: an object: must not be written: the selector follows from the pod's services and owners\n"
        + "defaultConstraints[0].maxSkew: must be at least 1\n"
        + "defaultConstraints[0].topologyKey: must be a label key, such as topology.kubernetes.io/zone\n"
        + "defaultConstraints[0].whenUnsatisfiable: must be DoNotSchedule or ScheduleAnyway")]
    [InlineData("""{"defaultingType":"List","defaultConstraints":[{"maxSkew":1,"topologyKey":"a","whenUnsatisfiable":"DoNotSchedule"},{"maxSkew":2,"topologyKey":"a","whenUnsatisfiable":"DoNotSchedule"}]}""",
        "defaultConstraints[1].topologyKey: \"a\": there is a constraint with this key and DoNotSchedule already")]
    public void What_is_wrong_is_refused(string json, string errors) => Assert.Equal(errors, Args.Errors(json));
}
