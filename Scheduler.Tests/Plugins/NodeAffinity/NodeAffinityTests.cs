using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.NodeAffinity;
using Plugin = Scheduler.Plugins.NodeAffinity.NodeAffinity;

namespace Scheduler.Tests.Plugins.NodeAffinity;

public class NodeAffinityTests
{
    private static readonly NodeSelectorTerm ZoneA = new() { MatchExpressions = [new("zone", "In", ["a"])] };
    private static readonly NodeSelectorTerm Ssd = new() { MatchExpressions = [new("disk", "Exists", [])] };

    private readonly Cluster cluster = Given.Cluster(
    [
        Given.Node("a1", labels: ("zone", "a")),
        Given.Node("a2", labels: [("zone", "a"), ("disk", "ssd")]),
        Given.Node("b1", labels: ("zone", "b")),
    ]);

    [Fact]
    public void A_pod_without_demands_is_skipped() => Assert.Equal(StatusCode.Skip, Make().PreFilter(Pod(new())).Status.Code);

    [Fact]
    public void An_empty_node_selector_is_a_demand_that_every_node_meets()
    {
        PodInfo pod = Pod(new() { NodeSelector = StringMap.Empty });
        Assert.Equal(StatusCode.Success, Make().PreFilter(pod).Status.Code);
        Assert.All(Asking.Filter(Make(), cluster, pod)!.Values, answer => Assert.Equal("fits", answer));
    }

    [Fact]
    public void Node_selector_and_required_affinity_must_both_match()
    {
        PodInfo pod = Pod(Required(Ssd) with { NodeSelector = StringMap.Of(("zone", "a")) });
        SortedDictionary<string, string> answers = Asking.Filter(Make(), cluster, pod)!;
        Assert.Equal("fits", answers["a2"]);
        Assert.Equal("UnschedulableAndUnresolvable: node(s) didn't match Pod's node affinity/selector", answers["a1"]);
    }

    [Fact]
    public void A_required_affinity_without_terms_matches_nothing() =>
        Assert.DoesNotContain("fits", Asking.Filter(Make(), cluster, Pod(Required()))!.Values);

    [Fact]
    public void The_profiles_added_affinity_comes_first()
    {
        Plugin plugin = Make(new() { Required = new([ZoneA]) });
        SortedDictionary<string, string> answers = Asking.Filter(plugin, cluster, Pod(new()))!;
        Assert.Equal("fits", answers["a1"]);
        Assert.Equal("UnschedulableAndUnresolvable: node(s) didn't match scheduler-enforced node affinity", answers["b1"]);
        Assert.Equal(answers["b1"], Asking.Filter(plugin, cluster, Pod(Required(Ssd)))!["b1"]);
    }

    [Fact]
    public void Demands_by_name_restrict_the_nodes_that_are_looked_at()
    {
        PodInfo pod = Pod(Required(ByName("b1", "gone"), ByName("a1")));
        Assert.Equal(["a1", "b1", "gone"], Make().PreFilter(pod).NodeNames!);
        SortedDictionary<string, string> answers = Asking.Filter(Make(), cluster, pod)!;
        Assert.Equal("fits", answers["a1"]);

        // Several values in one field requirement name nodes, but the term never matches.
        Assert.NotEqual("fits", answers["b1"]);
    }

    [Fact]
    public void Names_that_contradict_each_other_reject_the_pod()
    {
        NodeSelectorTerm impossible = new() { MatchFields = [new("metadata.name", "In", ["a1"]), new("metadata.name", "In", ["b1"])] };
        Status status = Make().PreFilter(Pod(Required(impossible))).Status;
        Assert.Equal((StatusCode.UnschedulableAndUnresolvable, "pod affinity terms conflict"), (status.Code, status.Message));
    }

    [Fact]
    public void The_score_adds_the_weights_of_matching_terms_added_ones_included()
    {
        Plugin plugin = Make(new() { Preferred = [new(5, ZoneA)] });
        SortedDictionary<string, long> scores = Asking.Score(plugin, cluster, Pod(Preferred(new(10, Ssd), new(3, ZoneA), new(0, ZoneA), new(7, new()))))!;
        Assert.Equal([8, 18, 0], scores.Values);
    }

    [Fact]
    public void Scoring_is_skipped_without_a_list_of_preferences_but_not_for_an_empty_one()
    {
        Assert.Equal(StatusCode.Skip, Make().PreScore(Pod(Required(Ssd)), cluster.Nodes.Live).Code);
        Assert.Equal(StatusCode.Success, Make().PreScore(Pod(Preferred()), cluster.Nodes.Live).Code);
    }

    [Fact]
    public void Added_preferences_keep_scoring_from_being_skipped_even_where_they_count_for_nothing()
    {
        Assert.Equal(StatusCode.Success, Make(new() { Preferred = [new(5, new())] }).PreScore(Pod(new()), cluster.Nodes.Live).Code);
        Assert.Equal(StatusCode.Skip, Make(new() { Preferred = [] }).PreScore(Pod(new()), cluster.Nodes.Live).Code);
    }

    [Fact]
    public void A_preference_that_cannot_be_parsed_is_an_error()
    {
        NodeSelectorTerm broken = new() { MatchFields = [new("metadata.name", "Exists", [])] };
        Status status = Make().PreScore(Pod(Preferred(new PreferredSchedulingTerm(1, broken))), cluster.Nodes.Live);
        Assert.Equal(StatusCode.Error, status.Code);
        Assert.Equal("[0].matchFields[0].operator: Unsupported value: \"Exists\": supported values: \"In\", \"NotIn\"", status.Message);
    }

    [Theory]
    [InlineData(5, 15, 33)]
    [InlineData(15, 15, 100)]
    [InlineData(0, 0, 0)]
    public void Scores_are_scaled_to_the_largest(long raw, long max, long expected) => Assert.Equal(expected, Make().Normalize(raw, 0, max));

    private static NodeSelectorTerm ByName(params string[] names) => new() { MatchFields = [new("metadata.name", "In", names)] };

    private static PodSpec Required(params NodeSelectorTerm[] terms) => new() { Affinity = new() { NodeAffinity = new() { Required = new(terms) } } };

    private static PodSpec Preferred(params PreferredSchedulingTerm[] terms) => new() { Affinity = new() { NodeAffinity = new() { Preferred = terms } } };

    private PodInfo Pod(PodSpec spec) => cluster.Prepare(Given.Pod("p") with { Spec = spec });

    private Plugin Make(Scheduler.Core.Objects.NodeAffinity? added = null) => new(Given.Context(cluster, new NodeAffinityArgs { AddedAffinity = added }));
}
