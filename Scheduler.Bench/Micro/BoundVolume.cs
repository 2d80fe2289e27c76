using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Micro;

/// <summary>A claim that is bound to a volume.</summary>
internal static class BoundVolume
{
    /// <summary>Adds both, in the namespace <c>default</c>; the pod of that name mounts them.</summary>
    public static void Add(Cluster cluster, string name, string volumeJson)
    {
        Perf.Workloads.ObjectTemplate<PersistentVolume> template = new(volumeJson, KubeKind.PersistentVolume, new(), name);
        PersistentVolume volume = template.Make(0, "default", name);
        cluster.PersistentVolumes.Set(volume with { Metadata = volume.Metadata with { Name = name, Uid = name }, ClaimRef = new("default", name, name) });
        cluster.PersistentVolumeClaims.Set(new()
        {
            Metadata = new() { Name = name, Namespace = "default", Uid = name, Annotations = StringMap.Of(("pv.kubernetes.io/bind-completed", "true")) },
            VolumeName = name,
            AccessModes = ["ReadWriteOnce"],
            Phase = "Bound",
        });
    }
}
