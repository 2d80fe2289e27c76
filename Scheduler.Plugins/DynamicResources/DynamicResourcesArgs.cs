namespace Scheduler.Plugins.DynamicResources;

/// <summary>Arguments of DynamicResources.</summary>
public sealed record DynamicResourcesArgs
{
    /// <summary>How long Filter may take for one node; zero is no limit.</summary>
    public TimeSpan FilterTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
