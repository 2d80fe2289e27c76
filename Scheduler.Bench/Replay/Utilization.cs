using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Replay;

/// <summary>How full a group of nodes is: requested over allocatable, in percent.</summary>
public readonly record struct UtilizationRow(string Group, int Nodes, int Pods, double CpuPercent, double MemoryPercent);

/// <summary>How full the cluster is, by pool and by zone.</summary>
public static class Utilization
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>What clusters call their pools; the first label that nodes carry counts.</summary>
    private static readonly string[] PoolLabels =
        ["pool", "node-pool", "nodepool", "node.kubernetes.io/pool", "cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool", "kubernetes.azure.com/agentpool", "agentpool"];

    /// <summary>A row per pool, a row per zone, and one for all nodes; groups in name order.</summary>
    public static IReadOnlyList<UtilizationRow> Rows(Cluster cluster)
    {
        List<UtilizationRow> rows = [];
        string? pool = Array.Find(PoolLabels, label => Any(cluster, label));
        if (pool is not null) AddGroups(rows, cluster, "pool", pool);
        if (Any(cluster, ZoneLabel)) AddGroups(rows, cluster, "zone", ZoneLabel);
        rows.Add(Of("all nodes", cluster, _ => true));
        return rows;
    }

    private static bool Any(Cluster cluster, string label)
    {
        foreach (int row in cluster.Nodes.Live)
            if (cluster.Nodes[row].Labels.ContainsKey(label)) return true;
        return false;
    }

    private static void AddGroups(List<UtilizationRow> rows, Cluster cluster, string what, string label)
    {
        SortedSet<string> values = new(StringComparer.Ordinal);
        foreach (int row in cluster.Nodes.Live) values.Add(cluster.Nodes[row].Labels[label] ?? "");
        foreach (string value in values)
            rows.Add(Of($"{what} {(value.Length == 0 ? "(none)" : value)}", cluster, labels => (labels[label] ?? "") == value));
    }

    private static UtilizationRow Of(string group, Cluster cluster, Func<StringMap, bool> belongs)
    {
        int nodes = 0, pods = 0;
        double cpu = 0, cpuUsed = 0, memory = 0, memoryUsed = 0;
        foreach (int row in cluster.Nodes.Live)
        {
            NodeView node = cluster.Nodes[row];
            if (!belongs(node.Labels)) continue;
            nodes++;
            pods += node.PodCount;
            cpu += node.Allocatable(ResourceNames.Cpu);
            cpuUsed += node.Requested(ResourceNames.Cpu);
            memory += node.Allocatable(ResourceNames.Memory);
            memoryUsed += node.Requested(ResourceNames.Memory);
        }

        return new(group, nodes, pods, Percent(cpuUsed, cpu), Percent(memoryUsed, memory));
    }

    private static double Percent(double used, double all) => all > 0 ? 100 * used / all : 0;
}
