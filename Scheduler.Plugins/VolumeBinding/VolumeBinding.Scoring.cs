using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>How well do the node's storage classes suit? Only with the gate StorageCapacityScoring.</content>
public sealed partial class VolumeBinding
{
    /// <inheritdoc/>
    public Status PreScore(PodInfo pod, NodeSet feasible) => shape is null ? Status.Skip : Status.Success;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        if (shape is null || delayedCount == 0) return 0;
        BindingPlan plan = new();
        Check(node, plan);
        Dictionary<string, (long Requested, long Capacity)> classes = plan.Bindings.Count > 0 ? OfBindings(plan) : OfProvisions(plan);
        if (classes.Count == 0) return 0;
        long sum = 0;
        foreach ((long requested, long capacity) in classes.Values) sum += shape.Score(requested, capacity);
        return (long)Math.Round((double)sum / classes.Count, MidpointRounding.AwayFromZero);
    }

    /// <summary>Volumes add up.</summary>
    private static Dictionary<string, (long Requested, long Capacity)> OfBindings(BindingPlan plan)
    {
        Dictionary<string, (long Requested, long Capacity)> classes = new(StringComparer.Ordinal);
        foreach ((PersistentVolumeClaim claim, PersistentVolume volume) in plan.Bindings)
        {
            (long requested, long capacity) = classes.GetValueOrDefault(volume.StorageClassName);
            classes[volume.StorageClassName] = (requested + (claim.RequestedStorage ?? Quantity.Zero).Value, capacity + volume.Capacity.Value);
        }

        return classes;
    }

    /// <summary>Claims of one class share its space.</summary>
    private static Dictionary<string, (long Requested, long Capacity)> OfProvisions(BindingPlan plan)
    {
        Dictionary<string, (long Requested, long Capacity)> classes = new(StringComparer.Ordinal);
        foreach ((DelayedClaim claim, StorageSpace? space) in plan.Provisions)
        {
            if (space is null) continue;
            string name = claim.Class.Metadata.Name;
            classes[name] = (classes.GetValueOrDefault(name).Requested + (claim.RequestedBytes ?? 0), space.CapacityBytes);
        }

        return classes;
    }
}
