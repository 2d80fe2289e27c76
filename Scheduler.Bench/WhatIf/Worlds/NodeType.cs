using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Worlds;

/// <summary>Nodes that are equal but for their place: same pool or instance type, same amounts, same taints.</summary>
/// <param name="Name">The pool, the instance type, or one of the nodes.</param>
/// <param name="Nodes">The first node of each zone, by name: what more of them are copied from.</param>
public sealed record NodeType(string Name, string[] Nodes)
{
    private static readonly string[] TypeLabels =
        ["pool", "node-pool", "nodepool", "node.kubernetes.io/pool", "cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool", "kubernetes.azure.com/agentpool", "agentpool", "node.kubernetes.io/instance-type"];

    /// <summary>So many more of them, over their zones by turns.</summary>
    public AddNodes More(int count) => new(new(Nodes, null, Name), count, "", StringMap.Empty);

    /// <summary>All types of a dump, the most common first; of equal pools with different nodes each is named with its first node.</summary>
    public static NodeType[] All(Snapshot snapshot)
    {
        var groups = snapshot.Objects.Nodes.GroupBy(Signature).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Title: Title(group.First()), Names: FirstOfZones(group))).ToArray();
        return [.. groups.Select(group => new NodeType(groups.Count(other => other.Title == group.Title) > 1 ? $"{group.Title} ({group.Names[0]})" : group.Title, group.Names))];
    }

    private static string[] FirstOfZones(IEnumerable<Node> nodes) =>
        [.. nodes.GroupBy(node => node.Metadata.Labels["topology.kubernetes.io/zone"] ?? "").Select(zone => zone.Select(node => node.Metadata.Name).Min(StringComparer.Ordinal)!).Order(StringComparer.Ordinal)];

    private static string Title(Node node) =>
        TypeLabels.Select(label => node.Metadata.Labels[label]).FirstOrDefault(value => value is { Length: > 0 }) ?? node.Metadata.Name;

    private static string Signature(Node node)
    {
        IEnumerable<string> taints = node.Taints.Where(taint => !taint.Key.StartsWith("node.kubernetes.io/", StringComparison.Ordinal)).Select(SetTaints.Text).Order(StringComparer.Ordinal);
        return string.Join('\n', [node.Allocatable.ToString(), .. taints, .. TypeLabels.Select(label => node.Metadata.Labels[label] ?? "")]);
    }
}
