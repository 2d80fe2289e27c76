using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Which nodes hold which image, and how large it is. The size is the one that the first node to report the name gave (docs/semantics.md 1.4).</summary>
public sealed class ImageTable
{
    private readonly Dictionary<string, ImageState> images = new(StringComparer.Ordinal);

    /// <summary>The image of this (normalised) name, or null where no node reports it.</summary>
    public ImageState? Find(string name) => images.GetValueOrDefault(name);

    internal void Add(int row, int rows, ContainerImage[] reported)
    {
        foreach (ContainerImage image in reported)
        {
            foreach (string name in image.Names)
            {
                if (!images.TryGetValue(name, out ImageState? state)) images.Add(name, state = new(image.SizeBytes));
                state.Add(row, rows);
            }
        }
    }

    internal void Remove(int row, ContainerImage[] reported)
    {
        foreach (ContainerImage image in reported)
        {
            foreach (string name in image.Names)
            {
                if (!images.TryGetValue(name, out ImageState? state)) continue;
                state.Remove(row);
                if (state.NodeCount == 0) images.Remove(name);
            }
        }
    }
}

/// <summary>One image name in the cluster.</summary>
public sealed class ImageState
{
    internal ImageState(long sizeBytes) => SizeBytes = sizeBytes;

    public long SizeBytes { get; }

    /// <summary>The rows of the nodes that report the name. May be smaller than the node table.</summary>
    public NodeSet Nodes { get; } = new();

    public int NodeCount { get; private set; }

    internal void Add(int row, int rows)
    {
        if (Nodes.Words.Length << 6 < rows) Nodes.Resize(rows);
        if (Nodes.Contains(row)) return;
        Nodes.Add(row);
        NodeCount++;
    }

    internal void Remove(int row)
    {
        if (!Nodes.Contains(row)) return;
        Nodes.Remove(row);
        NodeCount--;
    }
}
