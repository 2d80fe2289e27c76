using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.PodTopologySpread;
using static Scheduler.Tests.Plugins.Counting;
using Plugin = Scheduler.Plugins.PodTopologySpread.PodTopologySpread;

namespace Scheduler.Tests.Plugins.PodTopologySpread;

public sealed class PodTopologySpreadTests
{
    private const string TooUneven = "Unschedulable: node(s) didn't match pod topology spread constraints";
    private const string MissingLabel = "UnschedulableAndUnresolvable: node(s) didn't match pod topology spread constraints (missing required label)";

    private static SortedDictionary<string, string>? Verdicts(Cluster cluster, Pod pod, object? args = null) =>
        Counting.Verdicts(context => new Plugin(context), cluster, pod, args);

    private static SortedDictionary<string, string>? Scores(Cluster cluster, Pod pod, object? args = null) =>
        Counting.Scores(context => new Plugin(context), cluster, pod, args);

    [Fact]
    public void A_domain_may_be_ahead_of_the_emptiest_by_the_skew_and_no_more()
    {
        Cluster cluster = Zones("a1", "b1", "b2", "c1").Placed("x1 a1 app=web", "x2 a1 app=web", "x3 b1 app=web");
        SortedDictionary<string, string> verdicts = Verdicts(cluster, Pod("p", "app=web").Spreading(Hard("zone", 2, "app=web")))!;
        Assert.Equal([TooUneven, "fits", "fits", "fits"], verdicts.Values);
    }

    [Fact]
    public void A_pod_that_its_selector_does_not_match_adds_nothing_to_its_domain()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=web");
        Assert.Equal(["fits", "fits"], Verdicts(cluster, Pod("p", "app=db").Spreading(Hard("zone", 1, "app=web")))!.Values);
        Assert.Equal([TooUneven, "fits"], Verdicts(cluster, Pod("p", "app=web").Spreading(Hard("zone", 1, "app=web")))!.Values);
    }

    [Fact]
    public void A_node_without_the_key_is_out_for_good() =>
        Assert.Equal(["fits", MissingLabel], Verdicts(Zones("a1", "-n"), Pod("p", "app=web").Spreading(Hard("zone", 1, "app=web")))!.Values);

    [Fact]
    public void Too_few_domains_count_as_if_one_were_empty()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=web", "x2 b1 app=web");
        TopologySpreadConstraint constraint = Hard("zone", 1, "app=web");
        Assert.Equal(["fits", "fits"], Verdicts(cluster, Pod("p", "app=web").Spreading(constraint))!.Values);
        Assert.Equal([TooUneven, TooUneven], Verdicts(cluster, Pod("p", "app=web").Spreading(constraint with { MinDomains = 3 }))!.Values);
    }

    [Fact]
    public void An_empty_selector_counts_no_pod_but_the_one_itself()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=web", "x2 a1 app=web");
        Assert.Equal(["fits", "fits"], Verdicts(cluster, Pod("p", "app=web").Spreading(Hard("zone", 1, "")))!.Values);
        Assert.Equal([TooUneven, TooUneven], Verdicts(cluster, Pod("p", "app=web").Spreading(Hard("zone", 1, "") with { MinDomains = 3, MaxSkew = 0 }))!.Values);
    }

    [Fact]
    public void An_absent_selector_matches_nothing_and_so_everything_fits() =>
        Assert.Equal(["fits", "fits"], Verdicts(Zones("a1", "b1").Placed("x1 a1 app=web"), Pod("p", "app=web").Spreading(Hard("zone", 1, null)))!.Values);

    [Fact]
    public void Pods_that_are_being_deleted_do_not_count_but_taking_one_away_does()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=web");
        Pod leaving = Pod("x2", "app=web", "a1");
        PodInfo terminating = cluster.SetPod(leaving with { Metadata = leaving.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } })!;
        Pod pod = Pod("p", "app=web").Spreading(Hard("zone", 1, "app=web"));
        Assert.Equal([TooUneven, "fits"], Verdicts(cluster, pod)!.Values);

        foreach (bool plain in (ReadOnlySpan<bool>)[true, false])
        {
            Plugin plugin = new(Given.Context(cluster) with { Plain = plain });
            PodInfo waiting = cluster.Prepare(pod);
            NodeView node = cluster.Nodes[cluster.Nodes.RowOf("a1")];
            plugin.PreFilter(waiting);
            plugin.RemovePod(waiting, terminating, node);
            Assert.True(plugin.Filter(waiting, node).IsPass);
            plugin.AddPod(waiting, terminating, node);
            Assert.False(plugin.Filter(waiting, node).IsPass);
        }
    }

    [Fact]
    public void Nodes_that_the_pod_could_not_use_open_no_domain_unless_the_policy_ignores_it()
    {
        Cluster cluster = Given.Cluster([Given.Node("a", labels: [("zone", "a"), ("disk", "ssd")]), Given.Node("b", labels: ("zone", "b"))]).Placed("x1 a app=web");
        Pod pod = Pod("p", "app=web");
        pod = pod with { Spec = pod.Spec with { NodeSelector = StringMap.Of(("disk", "ssd")) } };
        TopologySpreadConstraint constraint = Hard("zone", 1, "app=web");
        Assert.Equal("fits", Verdicts(cluster, pod.Spreading(constraint))!["a"]);
        Assert.Equal(TooUneven, Verdicts(cluster, pod.Spreading(constraint with { NodeAffinityPolicy = "Ignore" }))!["a"]);
    }

    [Fact]
    public void Tainted_nodes_open_a_domain_unless_the_policy_honours_taints()
    {
        Cluster cluster = Given.Cluster([Given.Node("a", labels: ("zone", "a")), Given.Node("b", labels: ("zone", "b")) with { Taints = [new("t", "", "NoSchedule")] }])
            .Placed("x1 a app=web");
        TopologySpreadConstraint constraint = Hard("zone", 1, "app=web");
        Assert.Equal(TooUneven, Verdicts(cluster, Pod("p", "app=web").Spreading(constraint))!["a"]);
        Assert.Equal("fits", Verdicts(cluster, Pod("p", "app=web").Spreading(constraint with { NodeTaintsPolicy = "Honor" }))!["a"]);
    }

    [Fact]
    public void Label_keys_of_the_pod_narrow_the_selector()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=web,rev=1");
        TopologySpreadConstraint constraint = Hard("zone", 1, "app=web") with { MatchLabelKeys = ["rev", "absent"] };
        Assert.Equal("fits", Verdicts(cluster, Pod("p", "app=web,rev=2").Spreading(constraint))!["a1"]);
        Assert.Equal(TooUneven, Verdicts(cluster, Pod("p", "app=web,rev=1").Spreading(constraint))!["a1"]);
    }

    [Fact]
    public void Without_constraints_the_plugin_has_nothing_to_say()
    {
        Assert.Null(Verdicts(Zones("a1"), Pod("p")));
        Assert.Null(Scores(Zones("a1"), Pod("p")));
    }

    [Fact]
    public void The_score_counts_pods_times_the_logarithm_of_the_domains()
    {
        Cluster cluster = Zones("a1", "b1", "-n").Placed("x1 a1 app=web", "x2 a1 app=web", "x3 a1 app=web");

        // Two zones: weight ln 4. Zone a: 3 ln 4 + 1 = 5.16; zone b: 1.
        SortedDictionary<string, string> scores = Scores(cluster, Pod("p", "app=web").Spreading(Soft("zone", 2, "app=web")))!;
        Assert.Equal(["5:20", "1:100", "excluded"], scores.Values);
    }

    [Fact]
    public void Host_names_count_pods_on_the_node_alone()
    {
        Cluster cluster = Zones("a1", "b1", "c1").Placed("x1 a1 app=web", "x2 a1 app=web", "x3 b1 app=web");

        // Three nodes: weight ln 5.
        Assert.Equal(["3:0", "2:33", "0:100"], Scores(cluster, Pod("p", "app=web").Spreading(Soft("kubernetes.io/hostname", 1, "app=web")))!.Values);
    }

    [Fact]
    public void System_defaults_spread_the_pods_of_a_service_also_over_nodes_without_a_zone()
    {
        Cluster cluster = Given.Cluster([Given.Node("a", labels: ("topology.kubernetes.io/zone", "a")), Given.Node("b", labels: ("topology.kubernetes.io/zone", "b")), Given.Node("n")])
            .Placed("x1 a app=web");
        Assert.Null(Scores(cluster, Pod("p", "app=web")));
        cluster.Services.Set(new() { Metadata = new() { Name = "web", Namespace = "default" }, Selector = StringMap.Of(("app", "web")) });

        // Host: ln 5 per pod + 2. Zone, with "none" as the third: ln 5 per pod + 4, but nothing where there is no zone.
        Assert.Equal(["9:22", "6:55", "2:100"], Scores(cluster, Pod("p", "app=web"))!.Values);
        Assert.Null(Scores(cluster, Pod("p", "app=db")));
        Assert.Null(Scores(cluster, Pod("p", "app=web").Spreading(Hard("zone", 1, "app=web"))));
    }

    [Fact]
    public void Default_constraints_of_a_list_replace_those_of_the_system()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=web");
        cluster.ReplicaSets.Set(new() { Kind = "ReplicaSet", Metadata = new() { Name = "web", Namespace = "default" }, Selector = Select("app=web") });
        Pod pod = Pod("p", "app=web");
        pod = pod with { Metadata = pod.Metadata with { OwnerReferences = [new("apps/v1", "ReplicaSet", "web", "u", true)] } };
        PodTopologySpreadArgs list = new() { UseSystemDefaults = false, DefaultConstraints = [new() { TopologyKey = "zone", MaxSkew = 1, WhenUnsatisfiable = "DoNotSchedule" }] };
        Assert.Equal([TooUneven, "fits"], Verdicts(cluster, pod, list)!.Values);
        Assert.Null(Verdicts(cluster, pod));
    }

    [Fact]
    public void An_invalid_selector_is_an_error()
    {
        TopologySpreadConstraint constraint = Hard("zone", 1, "") with { LabelSelector = new() { MatchExpressions = [new("app", "In", [])] } };
        Cluster cluster = Zones("a1");
        Plugin plugin = new(Given.Context(cluster));
        Assert.Equal(StatusCode.Error, plugin.PreFilter(cluster.Prepare(Pod("p").Spreading(constraint))).Status.Code);
        Assert.Equal(StatusCode.Error, plugin.PreScore(cluster.Prepare(Pod("p").Spreading(constraint with { WhenUnsatisfiable = "ScheduleAnyway" })), cluster.Nodes.Live).Code);
    }
}
