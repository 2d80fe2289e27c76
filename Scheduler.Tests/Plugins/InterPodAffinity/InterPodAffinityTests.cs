using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.InterPodAffinity;
using static Scheduler.Tests.Plugins.Counting;
using Plugin = Scheduler.Plugins.InterPodAffinity.InterPodAffinity;

namespace Scheduler.Tests.Plugins.InterPodAffinity;

public sealed class InterPodAffinityTests
{
    private const string Affinity = "UnschedulableAndUnresolvable: node(s) didn't match pod affinity rules";
    private const string AntiAffinity = "Unschedulable: node(s) didn't match pod anti-affinity rules";
    private const string Existing = "Unschedulable: node(s) didn't satisfy existing pods anti-affinity rules";

    private static SortedDictionary<string, string>? Verdicts(Cluster cluster, Pod pod) =>
        Counting.Verdicts(context => new Plugin(context), cluster, pod);

    private static SortedDictionary<string, string>? Scores(Cluster cluster, Pod pod, InterPodAffinityArgs? args = null) =>
        Counting.Scores(context => new Plugin(context), cluster, pod, args);

    private static PodAffinity Required(params PodAffinityTerm[] terms) => new() { Required = terms };

    private static PodAffinity Preferred(int weight, PodAffinityTerm term) => new() { Preferred = [new(weight, term)] };

    [Fact]
    public void A_pod_without_terms_has_no_questions() => Assert.Null(Verdicts(Zones("a1").Placed("x1 a1 app=web"), Pod("p", "app=web")));

    [Fact]
    public void A_pod_joins_the_domains_of_those_it_wants()
    {
        Cluster cluster = Zones("a1", "a2", "b1", "-n").Placed("x1 a1 app=db");
        Assert.Equal(["fits", "fits", Affinity, Affinity], Verdicts(cluster, Pod("p", "app=web").With(Required(Term("zone", "app=db"))))!.Values);
    }

    [Fact]
    public void The_first_of_a_group_goes_anywhere_that_has_the_key()
    {
        Cluster cluster = Zones("a1", "b1", "-n");
        Pod web = Pod("p", "app=web").With(Required(Term("zone", "app=web")));
        Assert.Equal(["fits", "fits", Affinity], Verdicts(cluster, web)!.Values);
        cluster.SetPod(Pod("x1", "app=web", "b1"));
        Assert.Equal([Affinity, "fits", Affinity], Verdicts(cluster, web)!.Values);
        Assert.Equal([Affinity, Affinity, Affinity], Verdicts(Zones("a1", "b1", "-n"), Pod("p", "app=db").With(Required(Term("zone", "app=web"))))!.Values);
    }

    [Fact]
    public void One_pod_must_match_all_terms_at_once()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=db", "x2 a1 tier=back");
        Pod pod = Pod("p", "app=web").With(Required(Term("zone", "app=db"), Term("zone", "tier=back")));
        Assert.Equal([Affinity, Affinity], Verdicts(cluster, pod)!.Values);
        cluster.SetPod(Pod("x3", "app=db,tier=back", "b1"));
        Assert.Equal([Affinity, "fits"], Verdicts(cluster, pod)!.Values);
    }

    [Fact]
    public void A_pod_keeps_away_from_those_it_does_not_want_and_a_node_without_the_key_is_away_enough()
    {
        Cluster cluster = Zones("a1", "a2", "b1", "-n").Placed("x1 a1 app=db", "x2 n app=db");
        Assert.Equal([AntiAffinity, AntiAffinity, "fits", "fits"], Verdicts(cluster, Pod("p").With(anti: Required(Term("zone", "app=db"))))!.Values);
    }

    [Fact]
    public void Placed_pods_keep_others_away()
    {
        Cluster cluster = Zones("a1", "b1");
        cluster.SetPod(Pod("x1", "app=db", "a1").With(anti: Required(Term("zone", "app=web"))));
        Assert.Equal([Existing, "fits"], Verdicts(cluster, Pod("p", "app=web"))!.Values);
        Assert.Null(Verdicts(cluster, Pod("p", "app=db")));
        Assert.Null(Verdicts(cluster, Pod("p", "app=web").In("other")));
    }

    [Fact]
    public void Terms_look_at_the_own_namespace_unless_they_say_more()
    {
        Cluster cluster = Zones("a1", "b1");
        cluster.SetPod(Pod("x1", "app=db", "a1").In("data"));
        Assert.Equal(["fits", "fits"], Verdicts(cluster, Pod("p").With(anti: Required(Term("zone", "app=db"))))!.Values);
        Assert.Equal([AntiAffinity, "fits"], Verdicts(cluster, Pod("p").With(anti: Required(Term("zone", "app=db", "data"))))!.Values);

        Pod selects = Pod("p").With(anti: Required(Term("zone", "app=db") with { NamespaceSelector = Select("team=x") }));
        Assert.Equal(["fits", "fits"], Verdicts(cluster, selects)!.Values);
        cluster.Namespaces.Set(new() { Metadata = new() { Name = "data", Labels = StringMap.Of(("team", "x")) } });
        Assert.Equal([AntiAffinity, "fits"], Verdicts(cluster, selects)!.Values);
    }

    [Fact]
    public void A_namespace_selector_that_no_label_at_all_satisfies_covers_every_namespace()
    {
        Cluster cluster = Zones("a1", "b1");
        cluster.Namespaces.Set(new() { Metadata = new() { Name = "data", Labels = StringMap.Of(("team", "x")) } });
        cluster.SetPod(Pod("x1", "app=db", "a1").In("data"));
        LabelSelector notX = new() { MatchExpressions = [new("team", "NotIn", ["x"])] };
        Assert.Equal([AntiAffinity, "fits"], Verdicts(cluster, Pod("p").With(anti: Required(Term("zone", "app=db") with { NamespaceSelector = notX })))!.Values);

        // The terms of placed pods see the labels that the namespace has.
        cluster.SetPod(Pod("x2", "", "b1").With(anti: Required(Term("zone", "app=web") with { NamespaceSelector = notX })));
        Assert.Null(Verdicts(cluster, Pod("p", "app=web").In("data")));
        Assert.Equal(["fits", Existing], Verdicts(cluster, Pod("p", "app=web").In("elsewhere"))!.Values);
    }

    [Fact]
    public void The_score_adds_weights_of_both_directions_and_spans_0_to_100()
    {
        Cluster cluster = Zones("a1", "b1", "c1", "-n").Placed("x1 a1 app=db");
        cluster.SetPod(Pod("x2", "", "b1").With(anti: Preferred(5, Term("zone", "app=web"))));
        SortedDictionary<string, string> scores = Scores(cluster, Pod("p", "app=web").With(Preferred(10, Term("zone", "app=db"))))!;
        Assert.Equal(["10:100", "-5:0", "0:33", "0:33"], scores.Values);
    }

    [Fact]
    public void Required_affinity_of_placed_pods_counts_as_a_preference_of_a_weight()
    {
        Cluster cluster = Zones("a1", "b1");
        cluster.SetPod(Pod("x1", "app=db", "a1").With(Required(Term("zone", "app=web"))));
        Assert.Equal(["7:100", "0:0"], Scores(cluster, Pod("p", "app=web"), new() { HardPodAffinityWeight = 7 })!.Values);
        Assert.Null(Scores(cluster, Pod("p", "app=web"), new() { HardPodAffinityWeight = 0 }));
        Assert.Null(Scores(cluster, Pod("p", "app=web"), new() { IgnorePreferredTermsOfExistingPods = true }));
    }

    [Fact]
    public void Preferences_that_cancel_out_are_not_the_same_as_none()
    {
        Cluster cluster = Zones("a1", "b1").Placed("x1 a1 app=db");
        PodAffinityTerm term = Term("zone", "app=db");
        Assert.Equal(["0:0", "0:0"], Scores(cluster, Pod("p").With(Preferred(5, term), Preferred(5, term)))!.Values);
        Assert.Null(Scores(cluster, Pod("p").With(Preferred(5, Term("zone", "app=none")))));
    }

    [Fact]
    public void An_invalid_selector_rejects_the_pod_and_makes_the_terms_of_a_placed_one_void()
    {
        PodAffinityTerm broken = Term("zone", "") with { LabelSelector = new() { MatchExpressions = [new("app", "In", [])] } };
        Cluster cluster = Zones("a1", "b1");
        Status status = new Plugin(Given.Context(cluster)).PreFilter(cluster.Prepare(Pod("p").With(Required(broken)))).Status;
        Assert.Equal(StatusCode.UnschedulableAndUnresolvable, status.Code);
        Assert.StartsWith("parsing pod: ", status.Message);

        cluster.SetPod(Pod("x1", "", "a1").With(anti: Required(Term("zone", "app=web"), broken)));
        Assert.Null(Verdicts(cluster, Pod("p", "app=web")));
    }
}
