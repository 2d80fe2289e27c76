using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeZone;

/// <content>Is the node where the volumes are?</content>
public sealed partial class VolumeZone
{
    private static readonly string[] Reason = ["node(s) had no available volume zone"];

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        StringMap labels = node.Labels;
        if (!Array.Exists(TopologyKeys, labels.ContainsKey)) return Verdict.Pass;
        foreach (Topology topology in topologies)
        {
            string? value = labels[topology.Key] ?? (topology.Successor is { } key ? labels[key] : null);
            if (value is null || Array.IndexOf(topology.Values, value) < 0) return Verdict.Unresolvable();
        }

        return Verdict.Pass;
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reason;
}
