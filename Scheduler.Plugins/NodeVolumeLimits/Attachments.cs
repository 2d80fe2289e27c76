using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.NodeVolumeLimits;

/// <summary>Volume attachments by node: volumes that are still attached although no pod uses them any more count too.</summary>
public sealed class Attachments(Cluster cluster)
{
    private readonly Dictionary<string, List<VolumeAttachment>> byNode = new(StringComparer.Ordinal);
    private long version = -1;

    /// <summary>The largest number of attachments of a node.</summary>
    public int LargestCount { get; private set; }

    /// <summary>Reads the attachments again if they changed.</summary>
    public void Update()
    {
        if (version == cluster.VolumeAttachments.Version) return;
        version = cluster.VolumeAttachments.Version;
        byNode.Clear();
        LargestCount = 0;
        foreach (VolumeAttachment attachment in cluster.VolumeAttachments.All)
        {
            if (attachment.Attacher.Length == 0 || attachment.PersistentVolumeName is null) continue;
            if (!byNode.TryGetValue(attachment.NodeName, out List<VolumeAttachment>? list)) byNode.Add(attachment.NodeName, list = []);
            list.Add(attachment);
            LargestCount = Math.Max(LargestCount, list.Count);
        }
    }

    /// <summary>Number of attachments of a node, of all drivers.</summary>
    public int Count(string node) => byNode.TryGetValue(node, out List<VolumeAttachment>? list) ? list.Count : 0;

    /// <summary>Adds the volumes attached to a node by their CSI handles.</summary>
    public void Collect(string node, HashSet<VolumeId> into)
    {
        if (!byNode.TryGetValue(node, out List<VolumeAttachment>? list)) return;
        foreach (VolumeAttachment attachment in list)
            if (cluster.PersistentVolumes.Find(attachment.PersistentVolumeName!)?.Csi is { } csi) into.Add(new(attachment.Attacher, csi.VolumeHandle));
    }
}
