using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Framework;

/// <summary>docs/semantics.md 6, with extenders that say what a test wants.</summary>
public sealed class ExtenderChainTests
{
    private const int Rejector = 3;

    private readonly Cluster cluster = new();
    private readonly PodInfo pod;
    private readonly PodInfo victim;
    private readonly NodeSet feasible = new();
    private readonly RejectionTable rejections = new();
    private readonly List<string> ignored = [];

    public ExtenderChainTests()
    {
        foreach (string name in (string[])["a", "b", "c"]) cluster.AddNode(new Node { Metadata = new() { Name = name } });
        pod = cluster.Prepare(MakePod("p"));
        victim = cluster.Prepare(MakePod("v") with { Spec = new() { NodeName = "a" } });
        cluster.SetPod(victim.Pod);
        feasible.Resize(cluster.Nodes.RowCount);
        foreach (string name in (string[])["a", "b", "c"]) feasible.Add(Row(name));
        rejections.Reset(cluster.Nodes.RowCount);
    }

    [Fact]
    public void Each_filter_sees_what_the_ones_before_it_left()
    {
        StubExtender second = new() { OnFilter = _ => Keep("c") };
        Assert.Null(Filter(new StubExtender { OnFilter = _ => Keep("b", "c") }, second));
        Assert.Equal("b c", second.Asked);
        Assert.Equal("c", Names());
    }

    [Fact]
    public void Reasons_are_kept_and_the_unresolvable_ones_win()
    {
        Assert.Null(Filter(new StubExtender
        {
            OnFilter = _ => new ExtenderFilterResult(
                ["c"],
                new Dictionary<string, string> { ["a"] = "full", ["b"] = "full", ["c"] = "kept all the same" },
                new Dictionary<string, string> { ["b"] = "broken" }),
        }));
        Assert.Equal((StatusCode.Unschedulable, "full", Rejector), (rejections.Code(Row("a")), rejections.Text(Row("a")), rejections.Plugin(Row("a"))));
        Assert.Equal((StatusCode.UnschedulableAndUnresolvable, "broken"), (rejections.Code(Row("b")), rejections.Text(Row("b"))));
        Assert.Equal(-1, rejections.Plugin(Row("c")));
    }

    [Fact]
    public void A_node_that_is_left_out_without_a_word_is_beyond_help()
    {
        Assert.Null(Filter(new StubExtender { OnFilter = _ => Keep("a", "b") }));
        Assert.Equal((StatusCode.UnschedulableAndUnresolvable, null), (rejections.Code(Row("c")), rejections.Text(Row("c"))));
        Assert.Empty(ExtenderChain.Rejector.Describe(pod, rejections.Detail(Row("c"))));
    }

    [Fact]
    public void A_failure_ends_the_cycle_unless_it_may_be_ignored()
    {
        Assert.Null(Filter(new StubExtender { IsIgnorable = true, OnFilter = _ => ExtenderAnswer<ExtenderFilterResult>.Failed("down") }));
        Assert.Equal("a b c", Names());
        Assert.Equal(["down"], ignored);
        Assert.Equal("down", Filter(new StubExtender { OnFilter = _ => ExtenderAnswer<ExtenderFilterResult>.Failed("down") }));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("b")]
    public void A_node_that_was_not_asked_about_is_a_failure(string name)
    {
        feasible.Remove(Row("b"));
        Assert.Equal($"extender \"stub\" claims a filtered node \"{name}\" which is not found in the input node list", Filter(new StubExtender { OnFilter = _ => Keep("a", name) }));
        Assert.Equal("a c", Names());
    }

    [Fact]
    public void Nobody_is_asked_about_pods_that_do_not_concern_him_or_when_no_node_is_left()
    {
        StubExtender uninterested = new() { Interested = false, OnFilter = _ => Keep() };
        StubExtender late = new() { OnFilter = _ => Keep() };
        Assert.Null(Filter(uninterested, new StubExtender { OnFilter = _ => Keep() }, late));
        Assert.Null(uninterested.Asked);
        Assert.Null(late.Asked);
        Assert.Equal("", Names());
    }

    [Fact]
    public void Scores_are_scaled_weighted_and_added()
    {
        long[] totals = [100, 100, 100];
        Chain(
            new StubExtender { Weight = 2, OnPrioritize = () => new(new ExtenderScore[] { new("a", 10), new("c", 1), new("nobody", 5) }, null) },
            new StubExtender { Weight = 3, OnPrioritize = () => new(new ExtenderScore[] { new("a", 1) }, null) },
            new StubExtender { Weight = 9, OnPrioritize = () => ExtenderAnswer<IReadOnlyList<ExtenderScore>>.Failed("down") },
            new StubExtender { Weight = 9, Interested = false, OnPrioritize = () => new(new ExtenderScore[] { new("a", 1) }, null) })
            .Prioritize(pod, cluster.Nodes, feasible, totals);
        Assert.Equal([100 + 200 + 30, 100, 100 + 20], [totals[Row("a")], totals[Row("b")], totals[Row("c")]]);
        Assert.Equal(["down"], ignored);
    }

    [Fact]
    public async Task The_first_interested_binder_binds()
    {
        ExtenderChain chain = Chain(
            new StubExtender { Interested = false, OnBind = () => Status.Error("not asked") },
            new StubExtender { OnBind = () => Status.Success },
            new StubExtender { OnBind = () => Status.Error("not asked") });
        Assert.True((await chain.BindAsync(pod, "a", CancellationToken.None))!.Value.IsSuccess);
    }

    [Fact]
    public async Task A_binder_that_fails_fails_the_binding_unless_it_may_be_ignored()
    {
        Assert.Equal("down", (await Chain(new StubExtender { OnBind = () => Status.Error("down") }).BindAsync(pod, "a", CancellationToken.None))!.Value.Message);
        Assert.Null(await Chain(new StubExtender { IsIgnorable = true, OnBind = () => Status.Error("down") }).BindAsync(pod, "a", CancellationToken.None));
        Assert.Null(await ExtenderChain.Empty.BindAsync(pod, "a", CancellationToken.None));
    }

    [Fact]
    public void Preemption_goes_on_with_the_candidates_that_are_confirmed_and_their_victims()
    {
        List<PreemptionCandidate> candidates = [new(Row("a"), "a", [victim], 1), new(Row("b"), "b", [victim], 0)];
        Assert.Null(Chain(new StubExtender { OnPreempt = _ => new([new ExtenderVictims("a", ["uid-v"], 5)], null) }).Preempt(pod, cluster.Nodes, candidates));
        PreemptionCandidate left = Assert.Single(candidates);
        Assert.Equal(("a", 5), (left.Node, left.PdbViolations));
        Assert.Equal("default/v", Assert.Single(left.Victims).Key);
    }

    [Theory]
    [InlineData("nobody", "uid-v", "extender \"stub\" claims to preempt on node \"nobody\", which does not exist")]
    [InlineData("b", "uid-v", "extender \"stub\" claims to preempt pod (UID: uid-v) on node: b, but the pod is not found on that node")]
    [InlineData("a", null, "expected at least one victim pod on node \"a\"")]
    public void A_wrong_answer_to_preemption_ends_it(string node, string? uid, string error)
    {
        List<PreemptionCandidate> candidates = [new(Row("a"), "a", [victim], 0)];
        Assert.Equal(error, Chain(new StubExtender { OnPreempt = _ => new([new ExtenderVictims(node, uid is null ? [] : [uid], 0)], null) }).Preempt(pod, cluster.Nodes, candidates));
        Assert.Single(candidates);
    }

    [Fact]
    public void Without_victims_the_node_of_an_extender_that_may_be_ignored_is_dropped()
    {
        List<PreemptionCandidate> candidates = [new(Row("a"), "a", [victim], 0)];
        StubExtender next = new() { OnPreempt = _ => throw new InvalidOperationException("asked without candidates") };
        Assert.Null(Chain(new StubExtender { IsIgnorable = true, OnPreempt = _ => new([new ExtenderVictims("a", [], 0)], null) }, next).Preempt(pod, cluster.Nodes, candidates));
        Assert.Empty(candidates);
    }

    [Fact]
    public void What_extenders_do_together_is_known()
    {
        Assert.True(ExtenderChain.Empty is { IsEmpty: true, Filters: false, Prioritizes: false });
        Assert.True(Chain(new StubExtender { OnBind = () => Status.Success }) is { IsEmpty: false, Filters: false, Prioritizes: false });
        Assert.True(Chain(new StubExtender { OnFilter = _ => Keep() }, new StubExtender { OnPrioritize = () => default }) is { Filters: true, Prioritizes: true });
    }

    private static Pod MakePod(string name) => new() { Metadata = new() { Name = name, Namespace = "default", Uid = $"uid-{name}" } };

    private static ExtenderAnswer<ExtenderFilterResult> Keep(params string[] names) =>
        new ExtenderFilterResult(names, new Dictionary<string, string>(), new Dictionary<string, string>());

    private ExtenderChain Chain(params StubExtender[] stubs) => new(stubs, ignored.Add);

    private string? Filter(params StubExtender[] stubs) => Chain(stubs).Filter(pod, cluster.Nodes, feasible, new(rejections, Rejector));

    private int Row(string name) => cluster.Nodes.RowOf(name);

    private string Names() => StubExtender.NamesOf(cluster.Nodes, feasible);
}
