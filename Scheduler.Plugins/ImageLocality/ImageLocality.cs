using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Numerics;

namespace Scheduler.Plugins.ImageLocality;

/// <summary>Prefers nodes that already hold the pod's images, the larger and the more widespread the better (docs/semantics.md 3.14).</summary>
public sealed class ImageLocality(PluginContext context) : IVectorScore
{
    private const long MinBytes = 23L << 20;
    private const long MaxBytesPerContainer = 1000L << 20;

    private readonly NodeTable table = context.Cluster.Nodes;

    /// <inheritdoc/>
    public string Name => "ImageLocality";

    /// <inheritdoc/>
    public PodFields Reads => PodFields.Images;

    /// <inheritdoc/>
    public NodeColumns Uses => NodeColumns.Images;

    /// <summary>How many nodes hold an image counts, and how many nodes there are.</summary>
    public Locality Locality => Locality.Cluster;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeView node)
    {
        long sum = 0;
        foreach (string name in pod.Spec.ImageNames)
            if (table.Images.Find(name) is { } image && image.Nodes.Contains(node.Row)) sum += Share(image);
        return ScoreOf(sum, MaxBytes(pod));
    }

    /// <inheritdoc/>
    public void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores)
    {
        scores = scores[..nodes.RowCount];
        scores.Clear();
        bool found = false;
        foreach (string name in pod.Spec.ImageNames)
        {
            if (nodes.Images.Find(name) is not { } image) continue;
            ColumnKernels.AddWhere(image.Nodes.Words, Share(image), scores);
            found = true;
        }

        if (!found) return;
        long maxBytes = MaxBytes(pod);
        foreach (ref long score in scores)
            score = score <= MinBytes ? 0 : ScoreOf(score, maxBytes);
    }

    // Image volumes add to the sum, but not to what it is measured against.
    private static long MaxBytes(PodInfo pod) =>
        MaxBytesPerContainer * (pod.Pod.Spec.InitContainers.Length + pod.Pod.Spec.Containers.Length);

    private static long ScoreOf(long sumBytes, long maxBytes)
    {
        long clamped = sumBytes < MinBytes ? MinBytes : sumBytes > maxBytes ? maxBytes : sumBytes;
        return DefaultNormalization.MaxNodeScore * (clamped - MinBytes) / (maxBytes - MinBytes);
    }

    private long Share(ImageState image) => (long)(image.SizeBytes * ((double)image.NodeCount / table.Count));
}
