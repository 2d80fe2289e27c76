using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeDeclaredFeatures;

/// <summary>Keeps pods off nodes that do not declare a feature which the pod's spec needs (docs/semantics.md 3.15).</summary>
public sealed partial class NodeDeclaredFeatures : IPreFilter, IVectorFilter, IQueueingHints
{
    private static readonly string[] Reasons = ["node(s) didn't match Pod's required features"];
    private static readonly (string Name, Func<PodSpec, bool> IsNeeded)[] Features =
    [
        ("RestartAllContainersOnContainerExits", NeedsRestartAll),
        ("UserNamespacesHostNetworkSupport", static spec => spec.HostNetwork && spec.HostUsers == false),
    ];

    private readonly bool enabled;
    private readonly NodeSetCache<string> declaring;

    // The features that the current pod needs.
    private readonly List<int> needed = [];

    public NodeDeclaredFeatures(PluginContext context)
    {
        enabled = context.Features["NodeDeclaredFeatures"];
        declaring = new(context.Cluster.Nodes, NodeColumns.Features, static (feature, node) => Declares(node, feature));
    }

    /// <inheritdoc/>
    public string Name => "NodeDeclaredFeatures";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.RestartRules | PodFields.HostNamespaces;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Features;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        needed.Clear();
        for (int i = 0; enabled && i < Features.Length; i++)
            if (Features[i].IsNeeded(pod.Pod.Spec)) needed.Add(i);
        return needed.Count == 0 ? PreFilterResult.Skip : PreFilterResult.Success;
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        foreach (int feature in needed)
            if (!Declares(node, Features[feature].Name)) return Verdict.Unresolvable();
        return Verdict.Pass;
    }

    /// <inheritdoc/>
    public void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        foreach (int feature in needed)
            rejections.RejectOutside(feasible, declaring.Rows(feature, Features[feature].Name), StatusCode.UnschedulableAndUnresolvable);
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => Reasons;

    private static bool Declares(NodeView node, string feature) => Array.IndexOf(node.Node.DeclaredFeatures, feature) >= 0;

    private static bool NeedsRestartAll(PodSpec spec) => HaveRestartAll(spec.Containers) || HaveRestartAll(spec.InitContainers);

    private static bool HaveRestartAll(Container[] containers)
    {
        foreach (Container container in containers)
            if (Array.IndexOf(container.RestartPolicyRuleActions, "RestartAllContainers") >= 0) return true;
        return false;
    }
}
