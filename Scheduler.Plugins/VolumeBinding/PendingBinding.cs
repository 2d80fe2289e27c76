using Scheduler.Core.Objects;

namespace Scheduler.Plugins.VolumeBinding;

/// <summary>What Reserve took in memory for a pod and PreBind has to write: volumes with their claim reference, claims with their selected node.</summary>
internal sealed record PendingBinding(string Node, (PersistentVolume Volume, string ClaimKey)[] Volumes, PersistentVolumeClaim[] Claims);
