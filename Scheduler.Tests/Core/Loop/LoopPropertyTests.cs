using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Core.Queue;

namespace Scheduler.Tests.Core.Loop;

/// <summary>What never happens, whatever comes: long random runs over the real loop, queue and cluster. The seed is the test's argument.</summary>
public sealed class LoopPropertyTests
{
    private const int Events = 200;

    /// <remarks>
    /// All pods are equally important here: with preemption there are nominations, and kube-scheduler tells nobody when a nominated pod takes another node.
    /// </remarks>
    [Theory]
    [MemberData(nameof(Seeds), 1, 40)]
    public void No_pod_waits_for_an_event_while_a_node_would_take_it(int seed)
    {
        RandomWorld world = new(seed, priorities: 1);
        for (int i = 0; i < Events; i++)
        {
            string happened = world.Next();
            world.CheckBooks();
            foreach (QueuedPod pod in world.Queue.Pods.Where(pod => pod.State == QueueState.Unschedulable).ToArray())
            {
                Decision decision = world.Engine.Decide(pod.Pod);
                Assert.True(
                    decision.Kind != DecisionKind.Placed,
                    $"seed {seed}, event {i} ({happened}): {pod.Pod.Key} would go to {decision.Node} but its rejectors [{string.Join(", ", pod.Rejectors)}] let it wait");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds), 1001, 20)]
    public void No_pod_is_lost_bound_twice_or_where_it_does_not_fit_though_others_are_evicted_for_it(int seed)
    {
        RandomWorld world = new(seed, priorities: 4);
        for (int i = 0; i < Events; i++)
        {
            world.Next();
            world.CheckBooks();
        }
    }

    public static TheoryData<int> Seeds(int first, int count) => [.. Enumerable.Range(first, count)];
}
