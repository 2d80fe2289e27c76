using Scheduler.Core.Configuration;

namespace Scheduler.Plugins.DynamicResources;

/// <summary>Arguments of DynamicResources.</summary>
public sealed partial record DynamicResourcesArgs : IPluginArgs
{
    /// <summary>How long Filter may take for one node; zero is no limit.</summary>
    public TimeSpan FilterTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long PreBind waits for devices to become ready; at least one second.</summary>
    public TimeSpan BindingTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
