using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Plugins.DefaultPreemption;

namespace Scheduler.Tests.Plugins.DefaultPreemption;

public sealed class DefaultPreemptionTests
{
    private readonly PreemptionHarness harness = new();

    [Fact]
    public void The_least_important_pods_that_suffice_are_the_victims()
    {
        harness.Node("n", "4").Placed("old", "n", "1", minute: 1).Placed("young", "n", "1", minute: 2).Placed("better", "n", "1", 5).Placed("large", "n", "1", 3);
        Assert.Equal("n: young", Ask(cpu: "1"));
        Assert.Equal("n: old young", Ask(cpu: "2"));
        Assert.Equal("n: large old young", Ask(cpu: "3"));
    }

    [Fact]
    public void Pods_of_equal_priority_are_safe()
    {
        harness.Node("n", "1").Placed("equal", "n", "1", 10);
        Assert.Equal("preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.", Ask(cpu: "1"));
    }

    [Fact]
    public void A_node_that_is_too_small_is_not_tried()
    {
        harness.Node("n", "1").Placed("low", "n", "1").Node("m", "2").Placed("mine", "m", "2", 10);
        Assert.Equal(
            "preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.", Ask(cpu: "2"));
    }

    [Fact]
    public void A_node_where_even_the_removal_of_all_does_not_help_says_what_is_still_missing()
    {
        harness.Node("n", "2").Placed("mine", "n", "1", 10).Placed("low", "n", "1");
        PostFilterOutcome outcome = harness.Decide(PreemptionHarness.Pod("p", "2", 10));
        Assert.Equal("preemption: 0/1 nodes are available: 1 Insufficient cpu.", outcome.Status.Message);
        Assert.True(outcome.Result!.ClearsNomination);
    }

    [Fact]
    public void A_pod_that_never_preempts_is_told_so()
    {
        harness.Node("n", "1").Placed("low", "n", "1");
        Assert.Equal("preemption: not eligible due to preemptionPolicy=Never.", harness.Ask(PreemptionHarness.Pod("p", "1", 10, policy: "Never")));
    }

    [Fact]
    public void While_a_victim_on_the_nominated_node_is_still_leaving_nobody_else_must_go()
    {
        harness.Node("n", "1").Placed("leaving", "n", "1", terminating: true).Node("m", "1").Placed("low", "m", "1");
        Assert.Equal(
            "preemption: not eligible due to a terminating pod on the nominated node.", harness.Ask(PreemptionHarness.Pod("p", "1", 10, nominated: "n")));
        Assert.Equal("m: low", harness.Ask(PreemptionHarness.Pod("p", "1", 10, nominated: "m")));
    }

    [Fact]
    public void Breaking_no_budget_comes_first()
    {
        harness.Budget("db", 0).Node("a", "1").Placed("guarded", "a", "1", app: "db").Node("b", "1").Placed("dear", "b", "1", 9);
        Assert.Equal("b: dear", Ask(cpu: "1"));
    }

    [Fact]
    public void Pods_under_a_broken_budget_are_brought_back_first()
    {
        harness.Budget("db", 0).Node("n", "2").Placed("guarded", "n", "1", app: "db").Placed("free", "n", "1", 5);
        Assert.Equal("n: free", Ask(cpu: "1"));
        PostFilterOutcome outcome = harness.Decide(PreemptionHarness.Pod("p", "2", 10));
        PreemptionCandidate candidate = Assert.Single(outcome.Result!.Candidates!);
        Assert.Equal(1, candidate.PdbViolations);
        Assert.Equal("free guarded", PreemptionHarness.Names(candidate.Victims));
    }

    [Fact]
    public void A_budget_covers_as_many_pods_as_it_allows()
    {
        harness.Budget("db", 1).Node("n", "2").Placed("one", "n", "1", minute: 1, app: "db").Placed("two", "n", "1", minute: 2, app: "db");
        PreemptionCandidate candidate = Assert.Single(harness.Decide(PreemptionHarness.Pod("p", "2", 10)).Result!.Candidates!);
        Assert.Equal(1, candidate.PdbViolations);
    }

    [Fact]
    public void Then_the_lowest_of_the_highest_victims_counts()
    {
        harness.Node("a", "2").Placed("a5", "a", "2", 5).Node("b", "2").Placed("b3", "b", "1", 3).Placed("b4", "b", "1", 4);
        Assert.Equal("b: b4 b3", Ask(cpu: "2"));
    }

    [Fact]
    public void Then_the_sum_of_priorities_and_with_it_the_number_of_victims()
    {
        harness.Node("a", "2").Placed("a1", "a", "1", 5).Placed("a2", "a", "1", 5).Node("b", "2").Placed("b1", "b", "2", 5);
        Assert.Equal("b: b1", Ask(cpu: "2"));
    }

    [Fact]
    public void Then_the_node_whose_important_victims_started_last()
    {
        harness.Node("a", "1").Placed("early", "a", "1", 5, minute: 1).Node("b", "1").Placed("late", "b", "1", 5, minute: 2);
        Assert.Equal("b: late", Ask(cpu: "1"));
    }

    [Fact]
    public void Equal_candidates_go_by_name()
    {
        harness.Node("z", "1").Placed("one", "z", "1").Node("y", "1").Placed("two", "y", "1");
        Assert.Equal("y: two", Ask(cpu: "1"));
    }

    [Fact]
    public void The_search_ends_when_there_are_enough_candidates_and_starts_where_the_seed_says()
    {
        for (int i = 0; i < 50; i++) harness.Node($"n{i:00}", "1").Placed($"p{i:00}", $"n{i:00}", "1");
        DefaultPreemptionArgs few = new() { MinCandidateNodesAbsolute = 1, MinCandidateNodesPercentage = 0 };
        string[] chosen = [.. Enumerable.Range(0, 20).Select(seed => harness.Ask(PreemptionHarness.Pod("p", "1", 10), few, (ulong)seed))];
        Assert.True(chosen.Distinct().Count() > 5, string.Join(", ", chosen));
        Assert.Equal(chosen[3], harness.Ask(PreemptionHarness.Pod("p", "1", 10), few, 3));
        Assert.Equal("n00: p00", harness.Ask(PreemptionHarness.Pod("p", "1", 10), seed: 3));
    }

    [Fact]
    public void Explaining_lists_every_candidate_and_changes_nothing()
    {
        for (int i = 0; i < 5; i++) harness.Node($"n{i}", "1").Placed($"p{i}", $"n{i}", "1", priority: i);
        DefaultPreemptionArgs few = new() { MinCandidateNodesAbsolute = 1, MinCandidateNodesPercentage = 0 };
        PostFilterResult explained = harness.Decide(PreemptionHarness.Pod("p", "1", 10), few).Result!;
        PostFilterResult plain = harness.Decide(PreemptionHarness.Pod("p", "1", 10), few, explain: false).Result!;
        Assert.Equal(plain.NominatedNode, explained.NominatedNode);
        Assert.Null(plain.Candidates);
        Assert.Equal(["n0", "n1", "n2", "n3", "n4"], explained.Candidates!.Select(candidate => candidate.Node).Order());
    }

    [Fact]
    public void Trying_leaves_no_trace()
    {
        harness.Node("n", "4");
        for (int i = 0; i < 8; i++) harness.Placed($"p{i}", "n", "500m", priority: i);
        uint version = harness.Cluster.Nodes.Versions[0];
        Ask(cpu: "3");
        Assert.Equal(8, harness.Cluster.Nodes.PodCounts[0]);
        Assert.Equal(4000, harness.Cluster.Nodes.Requested(ResourceNames.Cpu)[0]);
        Assert.Equal(version, harness.Cluster.Nodes.Versions[0]);
    }

    [Fact]
    public void A_pod_waits_outside_the_queue_while_room_is_made_for_it()
    {
        Scheduler.Plugins.DefaultPreemption.DefaultPreemption plugin = new(new(harness.Cluster, FeatureGates.Default, null, TimeProvider.System));
        PodInfo pod = harness.Cluster.Prepare(PreemptionHarness.Pod("p", "1", 10));
        Assert.True(plugin.PreEnqueue(pod).IsSuccess);
        harness.Cluster.Preemptions.Begin(pod);
        Assert.Equal("waiting for the preemption for this pod to be finished", plugin.PreEnqueue(pod).Message);
        harness.Cluster.Preemptions.End(pod);
        Assert.True(plugin.PreEnqueue(pod).IsSuccess);
    }

    private string Ask(string cpu) => harness.Ask(PreemptionHarness.Pod("p", cpu, 10));
}
