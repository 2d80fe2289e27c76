using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>A dump with what edits ask of it ready: nodes and pods by name, pods by node. Never changes.</summary>
public sealed class Snapshot
{
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pod> pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Pod>> podsByNode = new(StringComparer.Ordinal);

    private HashSet<(KubeKind, string)>? keys;

    public Snapshot(ClusterObjects objects)
    {
        Objects = objects;
        foreach (Node node in objects.Nodes) nodes.Add(node.Metadata.Name, node);
        foreach (Pod pod in objects.Pods)
        {
            pods.Add(pod.Metadata.Key, pod);
            if (pod.Metadata.CreationTimestamp > Now) Now = pod.Metadata.CreationTimestamp.Value;
            if (pod.Spec.NodeName.Length == 0 || HasEnded(pod)) continue;
            if (!podsByNode.TryGetValue(pod.Spec.NodeName, out List<Pod>? on)) podsByNode.Add(pod.Spec.NodeName, on = []);
            on.Add(pod);
        }
    }

    public ClusterObjects Objects { get; }

    /// <summary>When its youngest pod was created: the dump's own idea of the present.</summary>
    public DateTimeOffset Now { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>True where the dump has this object.</summary>
    public bool Has(KubeKind kind, string key) => (keys ??= [.. Objects.All().Select(obj => (ObjectWriter.KindOf(obj), obj.Metadata.Key))]).Contains((kind, key));

    public Node? FindNode(string name) => nodes.GetValueOrDefault(name);

    public Pod? FindPod(string key) => pods.GetValueOrDefault(key);

    /// <summary>The pods on a node that have not ended, in the order of the dump.</summary>
    public IReadOnlyList<Pod> PodsOn(string node) => podsByNode.TryGetValue(node, out List<Pod>? on) ? on : [];

    /// <summary>True for a pod that takes no room any more.</summary>
    public static bool HasEnded(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";
}
