using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>
/// Keeps pods on nodes that reach their volumes, and chooses volumes for claims that wait for a pod (docs/semantics.md 3.10 and 7).
/// </summary>
/// <remarks>
/// PreFilter sorts the pod's claims into bound and delayed ones and finds what suits the delayed ones anywhere; Filter asks what of it a node
/// reaches; Reserve takes it in the cluster's memory; PreBind writes it and waits until the volume controllers have done their part.
/// </remarks>
public sealed partial class VolumeBinding : IPreFilter, IVectorFilter, IPreScore, IScore, IReserve, IPreBind, IQueueingHints
{
    private readonly Cluster cluster;
    private readonly TimeProvider clock;
    private readonly TimeSpan bindTimeout;
    private readonly StorageShape? shape;
    private readonly VolumeTopologies topologies;
    private readonly VolumeIndex volumes;
    private readonly CapacityIndex capacities;

    // The pod that was prepared last. Delayed claims are used again, so there are more of them than count.
    private readonly List<(string VolumeName, PersistentVolume? Volume, VolumeTopology? Topology)> bound = [];
    private readonly List<DelayedClaim> delayed = [];
    private readonly List<DelayedClaim> delayedBySize = [];
    private int delayedCount;
    private bool hasImmediate;
    private string? broken;

    public VolumeBinding(PluginContext context)
    {
        VolumeBindingArgs args = context.Args as VolumeBindingArgs ?? new();
        cluster = context.Cluster;
        clock = context.Clock;
        bindTimeout = TimeSpan.FromSeconds(args.BindTimeoutSeconds);
        shape = context.Features["StorageCapacityScoring"] ? new(args.Shape) : null;
        topologies = new(cluster.Nodes);
        volumes = new(cluster.PersistentVolumes);
        capacities = new(cluster.Nodes, cluster.CsiStorageCapacities);
    }

    /// <inheritdoc/>
    public string Name => "VolumeBinding";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Name | PodFields.Namespace | PodFields.Volumes;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Labels;

    /// <inheritdoc/>
    public Locality Locality => Locality.Node;

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        if (pod.Spec.Volumes.Claimed.Length == 0)
        {
            Forget();
            return PreFilterResult.Skip;
        }

        if (WhyNotReady(pod) is { } reason) return Status.Unresolvable(reason);
        if (Prepare(pod) is { } error) return Status.Error(error);
        return hasImmediate ? Status.Unresolvable("pod has unbound immediate PersistentVolumeClaims") : PreFilterResult.Success;
    }

    private string? WhyNotReady(PodInfo pod)
    {
        foreach (ClaimedVolume volume in pod.Spec.Volumes.Claimed)
        {
            PersistentVolumeClaim? claim = cluster.PersistentVolumeClaims.Find(volume.KeyFor(pod));
            if (claim is null)
            {
                string name = volume.NameFor(pod);
                return volume.IsEphemeral
                    ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\""
                    : Claims.NotFound(name);
            }

            if (claim.Phase == StorageNames.Lost) return $"persistentvolumeclaim \"{claim.Metadata.Name}\" bound to non-existent persistentvolume \"{claim.VolumeName}\"";
            if (claim.Metadata.DeletionTimestamp is not null) return $"persistentvolumeclaim \"{claim.Metadata.Name}\" is being deleted";
            if (volume.IsEphemeral && !claim.IsOwnedBy(pod)) return Claims.NotOwner(claim, pod);
        }

        return null;
    }

    /// <summary>Sorts the claims of a pod, all of which exist; says what is wrong, or null.</summary>
    private string? Prepare(PodInfo pod)
    {
        Forget();
        volumes.Update();
        capacities.Update();
        foreach (ClaimedVolume volume in pod.Spec.Volumes.Claimed)
        {
            if (cluster.PersistentVolumeClaims.Find(volume.KeyFor(pod)) is not { } claim) continue;
            if (claim.IsFullyBound())
            {
                PersistentVolume? its = cluster.PersistentVolumes.Find(claim.VolumeName);
                bound.Add((claim.VolumeName, its, its is null ? null : topologies.Of(its)));
                continue;
            }

            string className = claim.ClassName();
            StorageClass? storageClass = className.Length == 0 ? null : cluster.StorageClasses.Find(className);
            if (storageClass is { VolumeBindingMode: null }) return Claims.NoBindingMode(className);
            if (storageClass is { VolumeBindingMode: StorageNames.WaitForFirstConsumer } && claim.VolumeName.Length == 0) AddDelayed(claim, storageClass);
            else hasImmediate = true;
        }

        // Ascending by size, stable: small claims must not take the volumes that only fit large ones.
        for (int i = 0; i < delayedCount; i++)
        {
            int at = delayedBySize.Count;
            while (at > 0 && Size(delayedBySize[at - 1]).CompareTo(Size(delayed[i])) > 0) at--;
            delayedBySize.Insert(at, delayed[i]);
        }

        return null;
    }

    private static Quantity Size(DelayedClaim claim) => claim.Claim.RequestedStorage ?? Quantity.Zero;

    private void AddDelayed(PersistentVolumeClaim claim, StorageClass storageClass)
    {
        if (delayedCount == delayed.Count) delayed.Add(new());
        broken ??= delayed[delayedCount++].Prepare(claim, storageClass, cluster, volumes, topologies);
    }

    private void Forget()
    {
        bound.Clear();
        delayedBySize.Clear();
        delayedCount = 0;
        hasImmediate = false;
        broken = null;
    }
}
