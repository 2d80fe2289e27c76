using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Plugins;

/// <summary>Asks a plugin that counts placed pods: with kept counts and with counts taken anew; the answers must agree.</summary>
internal static class Counting
{
    /// <summary>Nodes called after their zone: <c>a1</c> is in zone a. A name that begins with <c>-</c> is in none.</summary>
    public static Cluster Zones(params string[] names) => Given.Cluster(names.Select(name =>
        name[0] == '-' ? Given.Node(name[1..]) : Given.Node(name, labels: ("zone", name[..1]))));

    /// <summary>A pod with labels written <c>app=web,tier=x</c>.</summary>
    public static Pod Pod(string name, string labels = "", string node = "")
    {
        Pod pod = Given.Pod(name, node);
        return pod with { Metadata = pod.Metadata with { Labels = Labels(labels) } };
    }

    public static Pod In(this Pod pod, string nameSpace) => pod with { Metadata = pod.Metadata with { Namespace = nameSpace } };

    public static Pod Spreading(this Pod pod, params TopologySpreadConstraint[] constraints) =>
        pod with { Spec = pod.Spec with { TopologySpreadConstraints = constraints } };

    public static TopologySpreadConstraint Hard(string key, int skew, string? labels) => Constraint(key, skew, labels, "DoNotSchedule");

    public static TopologySpreadConstraint Soft(string key, int skew, string? labels) => Constraint(key, skew, labels, "ScheduleAnyway");

    public static Pod With(this Pod pod, PodAffinity? affinity = null, PodAffinity? anti = null) =>
        pod with { Spec = pod.Spec with { Affinity = new() { PodAffinity = affinity, PodAntiAffinity = anti } } };

    public static PodAffinityTerm Term(string key, string labels, params string[] namespaces) =>
        new() { TopologyKey = key, LabelSelector = new() { MatchLabels = Labels(labels) }, Namespaces = namespaces };

    public static LabelSelector? Select(string? labels) => labels is null ? null : new() { MatchLabels = Labels(labels) };

    /// <summary>Places pods on nodes: <c>"web a1 app=web"</c> is a pod, its node, and its labels.</summary>
    public static Cluster Placed(this Cluster cluster, params string[] pods)
    {
        foreach (string[] words in pods.Select(pod => pod.Split(' '))) cluster.SetPod(Pod(words[0], words[2], words[1]));
        return cluster;
    }

    /// <summary>Verdicts by node; null where PreFilter skips.</summary>
    public static SortedDictionary<string, string>? Verdicts(Func<PluginContext, IFilter> create, Cluster cluster, Pod pod, object? args = null)
    {
        PodInfo info = cluster.Prepare(pod);
        SortedDictionary<string, string>? kept = Asking.Filter(create(Given.Context(cluster, args)), cluster, info);
        SortedDictionary<string, string>? anew = Asking.Filter(create(Given.Context(cluster, args) with { Plain = true }), cluster, info);
        Assert.Equal(anew, kept);
        return kept;
    }

    /// <summary>Normalised scores by node, <c>raw:normalised</c>; null where PreScore skips.</summary>
    public static SortedDictionary<string, string>? Scores<T>(Func<PluginContext, T> create, Cluster cluster, Pod pod, object? args = null)
        where T : IRangeNormalizer, IPreScore
    {
        PodInfo info = cluster.Prepare(pod);
        T kept = create(Given.Context(cluster, args));
        SortedDictionary<string, long>? scores = Asking.Score(kept, cluster, info);
        Assert.Equal(Asking.Score(create(Given.Context(cluster, args) with { Plain = true }), cluster, info), scores);
        if (scores is null) return null;
        bool IsExcluded(string name) => kept.Excluded?.Contains(cluster.Nodes.RowOf(name)) == true;
        long[] range = [.. scores.Where(pair => !IsExcluded(pair.Key)).Select(pair => pair.Value)];
        return new(
            scores.ToDictionary(pair => pair.Key, pair => IsExcluded(pair.Key) ? "excluded" : $"{pair.Value}:{kept.Normalize(pair.Value, range.Min(), range.Max())}"),
            StringComparer.Ordinal);
    }

    private static TopologySpreadConstraint Constraint(string key, int skew, string? labels, string whenUnsatisfiable) =>
        new() { TopologyKey = key, MaxSkew = skew, WhenUnsatisfiable = whenUnsatisfiable, LabelSelector = Select(labels) };

    private static StringMap Labels(string labels) => StringMap.Of(
        [.. labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(sides => (sides[0], sides[1]))]);
}
