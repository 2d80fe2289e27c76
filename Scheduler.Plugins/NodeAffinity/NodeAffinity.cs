using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeAffinity;

/// <summary>Node selectors and node affinity, the profile's added affinity included (docs/semantics.md 3.4).</summary>
public sealed partial class NodeAffinity : IPreFilter, IVectorFilter, IPreScore, IVectorScore, IRangeNormalizer, IQueueingHints
{
    private readonly RequiredNodeAffinity addedRequired;
    private readonly PreferredNodeAffinity addedPreferred;

    // Terms that count for nothing still keep the score from being skipped.
    private readonly bool prefersAdded;

    public NodeAffinity(PluginContext context)
    {
        Core.Objects.NodeAffinity? added = (context.Args as NodeAffinityArgs)?.AddedAffinity;
        NodeAffinityTable table = context.Cluster.NodeAffinities;
        addedRequired = table.Required(new PodSpec { Affinity = new() { NodeAffinity = new() { Required = added?.Required } } });
        addedPreferred = table.Preferred(added?.Preferred);
        prefersAdded = added?.Preferred is { Length: > 0 };
        NodeTable nodes = context.Cluster.Nodes;
        NodeSet ofTerm = new();
        bool[] scratch = [];
        demanded = new(nodes, NodeColumns.Labels, static (affinity, node) => affinity.Matches(node), (affinity, rows) => affinity.FindRows(nodes, rows, ofTerm, ref scratch));
        preferred = new(nodes, NodeColumns.Labels, static (term, node) => term.Matches(node.Labels, node.Name), (term, rows) => term.FindRows(nodes, rows, ref scratch));
    }

    /// <inheritdoc/>
    public string Name => "NodeAffinity";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.NodeSelector | PodFields.NodeAffinity;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Labels;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;
}
