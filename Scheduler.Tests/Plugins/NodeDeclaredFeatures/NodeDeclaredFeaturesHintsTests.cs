using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.NodeDeclaredFeatures.NodeDeclaredFeatures;

namespace Scheduler.Tests.Plugins.NodeDeclaredFeatures;

public class NodeDeclaredFeaturesHintsTests
{
    private readonly Cluster cluster = new();

    [Theory]
    [InlineData(null, "A", true)]
    [InlineData(null, "", false)]
    [InlineData("A", "A B", true)]
    [InlineData("A B", "A", true)]
    [InlineData("A B", "A B", false)]
    public void A_node_helps_when_it_declares_other_features_than_before(string? before, string now, bool queues)
    {
        ClusterEvent happened = before is null ? Hinting.Added(Node(now)) : Hinting.Updated(Node(before), Node(now), EventAction.UpdateNodeDeclaredFeatures);
        Assert.Equal(queues, new Plugin(Given.Context(cluster)).Queues(cluster.Prepare(Given.Pod("p")), happened));
        Assert.False(new Plugin(Given.Context(cluster, gates: "NodeDeclaredFeatures=false")).Queues(cluster.Prepare(Given.Pod("p")), happened));

        static Node Node(string features) => Given.Node("n") with { DeclaredFeatures = features.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
    }

    [Theory]
    [InlineData("p", true, false, EventAction.Update, true)]
    [InlineData("p", true, false, EventAction.UpdatePodLabel, true)]
    [InlineData("p", false, true, EventAction.Update, true)]
    [InlineData("p", true, true, EventAction.Update, false)]
    [InlineData("other", true, false, EventAction.Update, false)]
    public void A_pod_helps_itself_when_it_needs_other_features(string subject, bool neededBefore, bool needsNow, EventAction action, bool queues)
    {
        ClusterEvent happened = Hinting.Updated(Pod(neededBefore), Pod(needsNow), action);
        Assert.Equal(queues, new Plugin(Given.Context(cluster)).Queues(cluster.Prepare(Given.Pod("p")), happened));

        PodInfo Pod(bool needsFeature)
        {
            Pod pod = Given.Pod(subject);
            return cluster.Prepare(pod with { Spec = pod.Spec with { HostNetwork = needsFeature, HostUsers = false } });
        }
    }
}
