using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins;

/// <summary>The plugins that come with the scheduler, in the order in which they run in the default profile (docs/semantics.md 2.1).</summary>
/// <remarks>
/// The first filter that refuses a node names the reason that people read, and scores do not depend on the order. So the order is: what is cheap and final
/// first, what counts other pods last. The moments at which a plugin takes part follow from its interfaces.
/// </remarks>
public static class DefaultPlugins
{
    /// <summary>Every plugin, with the reason for its place.</summary>
    public static PluginCatalog Catalog { get; } = new(
    [
        // Before the queue: nothing else is asked about a pod that is held back, or before it is its turn.
        PluginDescriptor.Of("SchedulingGates", _ => new SchedulingGates.SchedulingGates()),
        PluginDescriptor.Of("PrioritySort", _ => new PrioritySort.PrioritySort()),

        // One look at the node, and no pod can change the answer.
        PluginDescriptor.Of("NodeUnschedulable", _ => new NodeUnschedulable.NodeUnschedulable()),
        PluginDescriptor.Of("NodeName", _ => new NodeName.NodeName()),

        // Taints before affinity: a tainted node is meant for others, whatever its labels say. Preferences of both weigh more than how full a node is.
        PluginDescriptor.Of("TaintToleration", context => new TaintToleration.TaintToleration(context)) with { DefaultWeight = 3 },
        WithArgs("NodeAffinity", context => new NodeAffinity.NodeAffinity(context), NodeAffinity.NodeAffinityArgs.Read) with { DefaultWeight = 2 },

        // What the pods on the node have taken: preemption can give it back.
        PluginDescriptor.Of("NodePorts", _ => new NodePorts.NodePorts()),
        WithArgs("NodeResourcesFit", context => new NodeResourcesFit.NodeResourcesFit(context), NodeResourcesFit.NodeResourcesFitArgs.Read) with
        {
            DefaultWeight = 1,
            IgnoreResources = (args, resources) => ((NodeResourcesFit.NodeResourcesFitArgs)args).Ignoring(resources),
        },

        // Volumes: looked up before pods are counted, and a missing claim ends the search for all nodes.
        PluginDescriptor.Of("VolumeRestrictions", context => new VolumeRestrictions.VolumeRestrictions(context)),
        PluginDescriptor.Of("NodeVolumeLimits", context => new NodeVolumeLimits.NodeVolumeLimits(context)),
        WithArgs("VolumeBinding", context => new VolumeBinding.VolumeBinding(context), VolumeBinding.VolumeBindingArgs.Read) with { DefaultWeight = 1 },
        PluginDescriptor.Of("VolumeZone", context => new VolumeZone.VolumeZone(context)),

        // What other pods are where: the answers depend on all nodes. Preferences of both weigh more than how full a node is.
        WithArgs("PodTopologySpread", context => new PodTopologySpread.PodTopologySpread(context), PodTopologySpread.PodTopologySpreadArgs.Read) with { DefaultWeight = 2 },
        WithArgs("InterPodAffinity", context => new InterPodAffinity.InterPodAffinity(context), InterPodAffinity.InterPodAffinityArgs.Read) with { DefaultWeight = 2 },

        // Devices: the dearest question, asked about the fewest nodes. Before preemption, so that giving back a claim is tried before a pod is evicted.
        WithArgs("DynamicResources", context => new DynamicResources.DynamicResources(context), DynamicResources.DynamicResourcesArgs.Read) with { DefaultWeight = 2 },
        WithArgs("DefaultPreemption", context => new DefaultPreemption.DefaultPreemption(context), DefaultPreemption.DefaultPreemptionArgs.Read),

        // Scores only: they make up for each other and for NodeResourcesFit, with one weight each.
        WithArgs(
            "NodeResourcesBalancedAllocation",
            context => new NodeResourcesBalancedAllocation.NodeResourcesBalancedAllocation(context),
            NodeResourcesBalancedAllocation.NodeResourcesBalancedAllocationArgs.Read) with { DefaultWeight = 1 },
        PluginDescriptor.Of("ImageLocality", context => new ImageLocality.ImageLocality(context)) with { DefaultWeight = 1 },

        // The last of the binders, so that one that comes before it can skip to it.
        PluginDescriptor.Of("DefaultBinder", _ => new DefaultBinder.DefaultBinder()),

        // The newest filter: last, so that the older reasons stay what people see.
        PluginDescriptor.Of("NodeDeclaredFeatures", context => new NodeDeclaredFeatures.NodeDeclaredFeatures(context)),
    ]);

    private static PluginDescriptor WithArgs<TPlugin, TArgs>(
        string name, Func<PluginContext, TPlugin> create, Func<JsonElement?, FeatureGates, FieldErrors, TArgs> read)
        where TPlugin : class, IPlugin
        where TArgs : class, IPluginArgs => PluginDescriptor.Of(name, create) with { ReadArgs = read };
}
