using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Plugin = Scheduler.Plugins.InterPodAffinity.InterPodAffinity;

namespace Scheduler.Tests.Plugins.InterPodAffinity;

public class InterPodAffinityHintsTests
{
    private readonly Cluster cluster = new();

    [Theory]
    [InlineData("web blue", "n", "", true)]
    [InlineData("web blue", "", "n", true)]
    [InlineData("web blue", "", "", false)]
    [InlineData("web", "n", "", false)]
    [InlineData("", "n", "", false)]
    public void A_pod_that_comes_helps_when_it_matches_all_affinity_terms(string labels, string node, string nominated, bool queues)
    {
        PodInfo added = cluster.Prepare(Labelled("other", labels, node).Nominated(nominated));
        Assert.Equal(queues, Queues(together: "web blue", apart: "", Hinting.Added(added)));
        Assert.False(Queues(together: "", apart: "web blue", Hinting.Added(added)));
        Assert.False(Queues(together: "", apart: "", Hinting.Added(added)));
    }

    [Theory]
    [InlineData("web blue", "", "web", "web blue", true)]
    [InlineData("web blue", "", "web blue", "web blue red", false)]
    [InlineData("web blue", "", "web blue", "web", false)]
    [InlineData("web blue", "", "", "web", false)]
    [InlineData("", "web blue", "web blue", "web", true)]
    [InlineData("", "web blue", "web", "", false)]
    [InlineData("", "web blue", "web", "web blue", false)]
    [InlineData("", "", "web", "blue", false)]
    public void New_labels_of_another_pod_help_when_it_joins_or_stops_standing_in_the_way(string together, string apart, string before, string now, bool queues)
    {
        Assert.Equal(queues, Queues(together, apart, Changed("n")));
        Assert.False(Queues(together, apart, Changed("")));

        ClusterEvent Changed(string node) => Hinting.Updated(
            cluster.Prepare(Labelled("other", before, node)), cluster.Prepare(Labelled("other", now, node)), EventAction.UpdatePodLabel);
    }

    [Fact]
    public void New_labels_of_the_pod_itself_help()
    {
        ClusterEvent happened = Hinting.Updated(cluster.Prepare(Labelled("p", "a")), cluster.Prepare(Labelled("p", "b")), EventAction.UpdatePodLabel);
        Assert.True(Queues("", "", happened));
    }

    [Theory]
    [InlineData("web blue", "web blue", "", true)]
    [InlineData("web", "web blue", "", false)]
    [InlineData("web blue", "", "", false)]
    [InlineData("", "", "self", true)]
    [InlineData("", "", "self too", false)]
    [InlineData("", "web", "self", true)]
    public void A_pod_that_goes_helps_when_all_anti_affinity_of_one_of_the_two_matches_the_other(string labels, string apart, string itsApart, bool queues)
    {
        PodInfo gone = cluster.Prepare(WithTerms(Labelled("gone", labels, "n"), "", itsApart));
        Assert.Equal(queues, Queues("", apart, Hinting.Deleted(gone)));
    }

    [Theory]
    [InlineData("team", "a", true)]
    [InlineData("team", "b", false)]
    public void Namespaces_are_known_by_their_labels(string key, string value, bool queues)
    {
        cluster.Namespaces.Set(new Namespace { Metadata = new() { Name = "elsewhere", Labels = StringMap.Of((key, value)) } });
        PodAffinityTerm term = Term("web") with { NamespaceSelector = new() { MatchLabels = StringMap.Of(("team", "a")) } };
        Pod pod = Given.Pod("p");
        PodInfo waiting = cluster.Prepare(pod with { Spec = pod.Spec with { Affinity = new() { PodAntiAffinity = new() { Required = [term] } } } });
        ClusterEvent happened = Hinting.Deleted(cluster.Prepare(Labelled("gone", "web", "n").In("elsewhere")));
        Assert.Equal(queues, new Plugin(Given.Context(cluster)).Queues(waiting, happened));
    }

    [Theory]
    [InlineData("web", "", null, "a", true)]
    [InlineData("web", "", null, "", false)]
    [InlineData("web", "", "", "a", true)]
    [InlineData("web", "", "a", "b", true)]
    [InlineData("web", "", "a", "a", false)]
    [InlineData("web", "", "a", "", false)]
    [InlineData("", "web", null, "a", true)]
    [InlineData("", "web", null, "", true)]
    [InlineData("", "web", "", "a", false)]
    [InlineData("", "web", "a", "b", true)]
    [InlineData("", "web", "a", "a", false)]
    [InlineData("", "web", "a", "", true)]
    [InlineData("", "", null, "a", false)]
    public void A_node_helps_affinity_by_entering_a_domain_and_anti_affinity_by_leaving_one(string together, string apart, string? before, string now, bool queues) =>
        Assert.Equal(queues, Queues(together, apart, before is null ? Hinting.Added(NodeIn(now)) : Hinting.Updated(NodeIn(before), NodeIn(now), EventAction.UpdateNodeLabel)));

    private bool Queues(string together, string apart, ClusterEvent happened) =>
        new Plugin(Given.Context(cluster)).Queues(cluster.Prepare(WithTerms(Labelled("p", "self"), together, apart)), happened);

    /// <summary>A pod with these labels, all with the value 1.</summary>
    private static Pod Labelled(string name, string labels, string node = "") =>
        Given.Pod(name, node).WithLabels([.. Words(labels).Select(label => (label, "1"))]);

    /// <summary>A pod with one term for each label that other pods should, or should not, have.</summary>
    private static Pod WithTerms(Pod pod, string together, string apart) => pod with
    {
        Spec = pod.Spec with
        {
            Affinity = new()
            {
                PodAffinity = new() { Required = [.. Words(together).Select(Term)] },
                PodAntiAffinity = new() { Required = [.. Words(apart).Select(Term)] },
            },
        },
    };

    private static PodAffinityTerm Term(string label) => new() { TopologyKey = "zone", LabelSelector = new() { MatchLabels = StringMap.Of((label, "1")) } };

    private static Node NodeIn(string zone) => zone.Length == 0 ? Hinting.NodeWith("n") : Hinting.NodeWith("n", ("zone", zone));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
