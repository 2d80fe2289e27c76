using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins;
using Scheduler.Tests.Core.Framework;

namespace Scheduler.Tests.Core.Cycle;

/// <summary>What extenders do to a decision (docs/semantics.md 6).</summary>
public sealed class ExtendersInTheCycleTests
{
    private readonly Cluster cluster = new();

    public ExtendersInTheCycleTests()
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            cluster.AddNode(new Node
            {
                Metadata = new() { Name = name },
                Allocatable = ResourceList.From([KeyValuePair.Create("cpu", Quantity.Parse("4")), KeyValuePair.Create("pods", Quantity.Parse("10"))]),
            });
        }
    }

    [Fact]
    public void They_filter_what_the_plugins_left()
    {
        Decision decision = Decide(MakePod("p"), new StubExtender { OnFilter = _ => Keep("c") });
        Assert.Equal("c", decision.Node);
        Assert.Equal(1, decision.FeasibleCount);
    }

    [Fact]
    public void Where_they_refuse_all_their_reasons_are_told_and_they_are_blamed()
    {
        Decision decision = Decide(MakePod("p"), new StubExtender
        {
            OnFilter = _ => new ExtenderFilterResult([], new Dictionary<string, string> { ["a"] = "full" }, new Dictionary<string, string> { ["b"] = "broken" }),
        });
        Assert.Equal(DecisionKind.Unschedulable, decision.Kind);
        Assert.Equal("0/3 nodes are available: 1 broken, 1 full.", decision.FilterMessage);
        Assert.Equal(["Extender"], decision.UnschedulablePlugins);
        Assert.Equal(3, decision.Groups.Sum(group => group.Count));
    }

    [Fact]
    public void A_failure_breaks_the_cycle_unless_it_may_be_ignored()
    {
        Decision decision = Decide(MakePod("p"), new StubExtender { OnFilter = _ => ExtenderAnswer<ExtenderFilterResult>.Failed("down") });
        Assert.Equal((DecisionKind.Error, "down"), (decision.Kind, decision.Message));
        decision = Decide(MakePod("p"), new StubExtender { IsIgnorable = true, OnFilter = _ => ExtenderAnswer<ExtenderFilterResult>.Failed("down") });
        Assert.Equal(DecisionKind.Placed, decision.Kind);
    }

    [Fact]
    public void Their_scores_are_added_to_those_of_the_plugins()
    {
        Decision plain = Decide(MakePod("p"));
        long score = plain.Score;
        Decision decision = Decide(MakePod("p"), new StubExtender { Weight = 2, OnPrioritize = () => new([new ExtenderScore("b", 10)], null) });
        Assert.Equal(("b", score + 200), (decision.Node, decision.Score));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("b", "b")]
    public void A_nominated_node_that_they_refuse_is_one_node_of_many(string kept, string expected)
    {
        Pod pod = MakePod("p") with { Status = new() { NominatedNodeName = "a" } };
        Assert.Equal(expected, Decide(pod, new StubExtender { OnFilter = rows => Keep(StubExtender.NamesOf(cluster.Nodes, rows).Split(' ').Where(name => name == kept).ToArray()) }).Node);
    }

    [Fact]
    public void A_failure_over_the_nominated_node_is_forgotten_when_all_nodes_are_looked_at()
    {
        int calls = 0;
        Pod pod = MakePod("p") with { Status = new() { NominatedNodeName = "a" } };
        Decision decision = Decide(pod, new StubExtender { OnFilter = _ => calls++ == 0 ? ExtenderAnswer<ExtenderFilterResult>.Failed("down") : Keep("a", "b", "c") });
        Assert.Equal((DecisionKind.Placed, 3, 0), (decision.Kind, decision.FeasibleCount, decision.Groups.Count));
    }

    [Fact]
    public void They_have_a_say_in_preemption()
    {
        foreach (string node in (string[])["a", "b", "c"])
            cluster.SetPod(MakePod($"on-{node}") with { Spec = Requests("4") with { NodeName = node, Priority = 1 } });
        Pod pod = MakePod("p") with { Spec = Requests("4") with { Priority = 9 } };

        PostFilterOutcome outcome = Decide(pod, new StubExtender { OnPreempt = _ => new([new ExtenderVictims("b", ["uid-on-b"], 0)], null) }).PostFilter!;
        Assert.Equal("b", outcome.Result!.NominatedNode);
        Assert.Equal("default/on-b", Assert.Single(outcome.Result.Victims).Key);

        outcome = Decide(pod, new StubExtender { OnPreempt = _ => new([], null) }).PostFilter!;
        Assert.Equal((StatusCode.Unschedulable, "no new claims to deallocate, preemption: no candidate node for preemption"), (outcome.Status.Code, outcome.Status.Message));

        outcome = Decide(pod, new StubExtender { OnPreempt = _ => ExtenderAnswer<IReadOnlyList<ExtenderVictims>>.Failed("down") }).PostFilter!;
        Assert.Equal((StatusCode.Error, "preemption: down"), (outcome.Status.Code, outcome.Status.Message));
    }

    private static Pod MakePod(string name) => new() { Metadata = new() { Name = name, Namespace = "default", Uid = $"uid-{name}" } };

    private static PodSpec Requests(string cpu) => new()
    {
        Containers = [new() { Resources = new() { Requests = ResourceList.From([KeyValuePair.Create("cpu", Quantity.Parse(cpu))]) } }],
    };

    private static ExtenderAnswer<ExtenderFilterResult> Keep(params string[] names) =>
        new ExtenderFilterResult(names, new Dictionary<string, string>(), new Dictionary<string, string>());

    private Decision Decide(Pod pod, params StubExtender[] extenders)
    {
        SchedulerConfiguration configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);
        CycleOptions options = new() { TieBreakByName = true, KeepReasons = true };
        SchedulingEngine engine = new(cluster, configuration.Profiles, DefaultPlugins.Catalog, FeatureGates.Default, options, TimeProvider.System, new ExtenderChain(extenders));
        return engine.Decide(cluster.Prepare(pod));
    }
}
