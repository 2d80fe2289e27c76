using Scheduler.Core.Configuration;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>Arguments of VolumeBinding.</summary>
public sealed partial record VolumeBindingArgs : IPluginArgs
{
    /// <summary>How long PreBind waits for volumes to be bound, in seconds.</summary>
    public long BindTimeoutSeconds { get; init; } = 600;

    /// <summary>Gate StorageCapacityScoring only: score (0 to 10) by utilization of storage (percent).</summary>
    public UtilizationShapePoint[] Shape { get; init; } = [new(0, 10), new(100, 0)];
}
