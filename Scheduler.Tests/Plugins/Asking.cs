using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Plugins;

/// <summary>Asks one plugin as a cycle would: PreFilter, then every node; PreScore, then every node.</summary>
internal static class Asking
{
    /// <summary>For every node by name: <c>fits</c>, or code and reasons. Both twins are asked; they must agree. Null: PreFilter did not succeed.</summary>
    public static SortedDictionary<string, string>? Filter(IFilter plugin, Cluster cluster, PodInfo pod)
    {
        if (plugin is IPreFilter first && !first.PreFilter(pod).Status.IsSuccess) return null;
        SortedDictionary<string, string> answers = new(StringComparer.Ordinal);
        foreach (int row in cluster.Nodes.Live)
        {
            Verdict verdict = plugin.Filter(pod, cluster.Nodes[row]);
            answers.Add(cluster.Nodes.Name(row), verdict.IsPass ? "fits" : Text(plugin, pod, verdict.Code, verdict.Detail, verdict.Text));
        }

        if (plugin is IVectorFilter vector) Assert.Equal(answers, FilterAtOnce(vector, cluster, pod));
        return answers;
    }

    /// <summary>The raw score of every node by name. Both twins are asked; they must agree. Null: PreScore did not succeed.</summary>
    public static SortedDictionary<string, long>? Score(IScore plugin, Cluster cluster, PodInfo pod)
    {
        NodeSet feasible = cluster.Nodes.Live;
        if (plugin is IPreScore first && !first.PreScore(pod, feasible).IsSuccess) return null;
        SortedDictionary<string, long> scores = new(StringComparer.Ordinal);
        foreach (int row in feasible) scores.Add(cluster.Nodes.Name(row), plugin.Score(pod, cluster.Nodes[row]));
        if (plugin is not IVectorScore vector) return scores;

        long[] column = new long[cluster.Nodes.RowCount];
        Array.Fill(column, -1);
        vector.Score(pod, cluster.Nodes, feasible, column);
        SortedDictionary<string, long> atOnce = new(StringComparer.Ordinal);
        foreach (int row in feasible) atOnce.Add(cluster.Nodes.Name(row), column[row]);
        Assert.Equal(scores, atOnce);
        return scores;
    }

    private static SortedDictionary<string, string> FilterAtOnce(IVectorFilter plugin, Cluster cluster, PodInfo pod)
    {
        NodeSet feasible = new();
        feasible.CopyFrom(cluster.Nodes.Live);
        RejectionTable rejections = new();
        rejections.Reset(cluster.Nodes.RowCount);
        plugin.Filter(pod, cluster.Nodes, feasible, new(rejections, plugin: 0));
        SortedDictionary<string, string> answers = new(StringComparer.Ordinal);
        foreach (int row in cluster.Nodes.Live)
        {
            string answer = feasible.Contains(row) ? "fits"
                : rejections.Plugin(row) < 0 ? "rejected without a reason"
                : Text(plugin, pod, rejections.Code(row), rejections.Detail(row), rejections.Text(row));
            answers.Add(cluster.Nodes.Name(row), answer);
        }

        return answers;
    }

    private static string Text(IFilter plugin, PodInfo pod, StatusCode code, ulong detail, string? text) =>
        $"{code}: {string.Join("; ", text is null ? plugin.Describe(pod, detail) : [text])}";
}
