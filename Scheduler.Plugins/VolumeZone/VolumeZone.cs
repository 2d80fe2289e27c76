using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeZone;

/// <summary>Keeps pods in the zones and regions that the labels of their volumes name (docs/semantics.md 3.11).</summary>
public sealed partial class VolumeZone(PluginContext context) : IPreFilter, IVectorFilter, IQueueingHints
{
    private const string BetaZone = "failure-domain.beta.kubernetes.io/zone";
    private const string BetaRegion = "failure-domain.beta.kubernetes.io/region";
    private const string Zone = "topology.kubernetes.io/zone";
    private const string Region = "topology.kubernetes.io/region";

    private static readonly string[] TopologyKeys = [BetaZone, BetaRegion, Zone, Region];

    private readonly Cluster cluster = context.Cluster;
    private readonly List<Topology> topologies = [];

    /// <inheritdoc/>
    public string Name => "VolumeZone";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Namespace | PodFields.Volumes;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Labels;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        topologies.Clear();
        PodVolumes volumes = pod.Spec.Volumes;
        for (int i = 0; i < volumes.ClaimKeys.Length; i++)
        {
            if (volumes.ClaimNames[i].Length == 0) return Status.Unresolvable("PersistentVolumeClaim had no name");
            PersistentVolumeClaim? claim = cluster.PersistentVolumeClaims.Find(volumes.ClaimKeys[i]);
            if (claim is null) return Status.Unresolvable(Claims.NotFound(volumes.ClaimNames[i]));
            if (claim.VolumeName.Length == 0)
            {
                if (WhyUnbound(claim) is { } reason) return Status.Unresolvable(reason);
                continue;
            }

            PersistentVolume? volume = cluster.PersistentVolumes.Find(claim.VolumeName);
            if (volume is null) return Status.Unresolvable($"persistentvolume \"{claim.VolumeName}\" not found");
            AddTopologies(volume);
        }

        return topologies.Count == 0 ? PreFilterResult.Skip : PreFilterResult.Success;
    }

    /// <summary>Null where it is fine that the claim has no volume: it gets one once its pod has a node.</summary>
    private string? WhyUnbound(PersistentVolumeClaim claim)
    {
        string className = claim.ClassName();
        if (className.Length == 0) return "PersistentVolumeClaim had no pv name and storageClass name";
        StorageClass? storageClass = cluster.StorageClasses.Find(className);
        if (storageClass is null) return $"storageclass.storage.k8s.io \"{className}\" not found";
        if (storageClass.VolumeBindingMode is null) return Claims.NoBindingMode(className);
        return storageClass.VolumeBindingMode == StorageNames.WaitForFirstConsumer ? null : "PersistentVolume had no name";
    }

    private void AddTopologies(PersistentVolume volume)
    {
        if (volume.Metadata.Labels.Count == 0) return;
        foreach (string key in TopologyKeys)
            if (volume.Metadata.Labels[key] is { } value && Split(value) is { } values) topologies.Add(new(key, values));
    }

    /// <summary>The zones of a label value, which may name several; null where one of them is empty.</summary>
    private static string[]? Split(string value)
    {
        string[] values = value.Split("__");
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = values[i].Trim();
            if (values[i].Length == 0) return null;
        }

        return values;
    }

    private readonly record struct Topology(string Key, string[] Values)
    {
        /// <summary>The key's successor, which counts where a node lacks the key; null for keys without one.</summary>
        public string? Successor => Key switch { BetaZone => Zone, BetaRegion => Region, _ => null };
    }
}
