using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Plugins;

namespace Scheduler.Tests.Plugins;

public sealed class DefaultPluginsTests
{
    /// <summary>docs/semantics.md 2.1: the plugins of every moment, in order.</summary>
    private static readonly (ExtensionPoint Point, string Plugins)[] Table =
    [
        (ExtensionPoint.PreEnqueue, "SchedulingGates DynamicResources DefaultPreemption"),
        (ExtensionPoint.QueueSort, "PrioritySort"),
        (ExtensionPoint.PreFilter, "NodeAffinity NodePorts NodeResourcesFit VolumeRestrictions NodeVolumeLimits VolumeBinding VolumeZone PodTopologySpread InterPodAffinity DynamicResources NodeDeclaredFeatures"),
        (ExtensionPoint.Filter, "NodeUnschedulable NodeName TaintToleration NodeAffinity NodePorts NodeResourcesFit VolumeRestrictions NodeVolumeLimits VolumeBinding VolumeZone PodTopologySpread InterPodAffinity DynamicResources NodeDeclaredFeatures"),
        (ExtensionPoint.PostFilter, "DynamicResources DefaultPreemption"),
        (ExtensionPoint.PreScore, "TaintToleration NodeAffinity NodeResourcesFit VolumeBinding PodTopologySpread InterPodAffinity NodeResourcesBalancedAllocation"),
        (ExtensionPoint.Score, "TaintToleration NodeAffinity NodeResourcesFit VolumeBinding PodTopologySpread InterPodAffinity DynamicResources NodeResourcesBalancedAllocation ImageLocality"),
        (ExtensionPoint.Reserve, "VolumeBinding DynamicResources"),
        (ExtensionPoint.Permit, ""),
        (ExtensionPoint.PreBind, "VolumeBinding DynamicResources"),
        (ExtensionPoint.Bind, "DefaultBinder"),
        (ExtensionPoint.PostBind, ""),
    ];

    private static ProfileSpec Default => SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles[0];

    [Fact]
    public void The_default_profile_runs_the_plugins_of_the_table_in_its_order()
    {
        ProfileSpec profile = Default;
        foreach ((ExtensionPoint point, string plugins) in Table)
            Assert.Equal($"{point}: {plugins}", $"{point}: {string.Join(' ', profile.Plugins.GetValueOrDefault(point, []).Select(plugin => plugin.Name))}");
    }

    [Fact]
    public void There_are_twenty_plugins_in_the_order_of_the_default_profile() => Assert.Equal(
        "SchedulingGates PrioritySort NodeUnschedulable NodeName TaintToleration NodeAffinity NodePorts NodeResourcesFit VolumeRestrictions NodeVolumeLimits VolumeBinding VolumeZone PodTopologySpread InterPodAffinity DynamicResources DefaultPreemption NodeResourcesBalancedAllocation ImageLocality DefaultBinder NodeDeclaredFeatures",
        string.Join(' ', DefaultPlugins.Catalog.EnabledByDefault));

    [Fact]
    public void The_default_weights_are_those_of_the_table() => Assert.Equal(
        "TaintToleration=3 NodeAffinity=2 NodeResourcesFit=1 VolumeBinding=1 PodTopologySpread=2 InterPodAffinity=2 DynamicResources=2 NodeResourcesBalancedAllocation=1 ImageLocality=1",
        string.Join(' ', Default.Plugins[ExtensionPoint.Score].Select(plugin => $"{plugin.Name}={plugin.Weight}")));

    [Fact]
    public void Every_plugin_is_made_under_the_name_it_is_registered_with()
    {
        ProfileSpec profile = Default;
        foreach (PluginDescriptor descriptor in DefaultPlugins.Catalog.All)
        {
            PluginContext context = new(new(), FeatureGates.Default, profile.Args.GetValueOrDefault(descriptor.Name), TimeProvider.System);
            Assert.Equal(descriptor.Name, descriptor.Create(context).Name);
        }
    }
}
