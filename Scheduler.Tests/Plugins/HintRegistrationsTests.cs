using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Plugins;

namespace Scheduler.Tests.Plugins;

public class HintRegistrationsTests
{
    [Fact]
    public void Default_plugins_wait_for_these_events()
    {
        Cluster cluster = new();
        List<string> lines = [];
        foreach (PluginDescriptor descriptor in DefaultPlugins.Catalog.All)
        {
            if (descriptor.Create(Given.Context(cluster)) is not IQueueingHints plugin) continue;
            Assert.Equal(descriptor.Name, plugin.Name);
            lines.AddRange(plugin.Events.Select(item => $"{plugin.Name}: {item.Resource} {item.Actions}{(item.Hint is null ? ", always" : "")}"));
        }

        Verify.That(string.Join('\n', lines));
    }

    [Fact]
    public void Every_default_plugin_that_can_reject_a_pod_says_what_it_waits_for()
    {
        Cluster cluster = new();
        foreach (PluginDescriptor descriptor in DefaultPlugins.Catalog.All)
        {
            IPlugin plugin = descriptor.Create(Given.Context(cluster));
            Assert.Equal(plugin is IFilter or IPreFilter or IPreEnqueue or IPostFilter, plugin is IQueueingHints);
        }
    }
}
