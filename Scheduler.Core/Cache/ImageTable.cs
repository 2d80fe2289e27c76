using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Which nodes hold which image, and how large it is. The size is the one that the first node that reports the name gives (docs/semantics.md 1.4).</summary>
/// <remarks>The first in row order, so that it follows from the nodes that are there and not from those that came and went, in a branch for instance.</remarks>
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
                state.Add(row, rows, image.SizeBytes);
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
    private readonly long usualBytes;

    /// <summary>Rows that report another size than the usual one: hardly ever any.</summary>
    private Dictionary<int, long>? unusual;

    internal ImageState(long usualBytes) => SizeBytes = this.usualBytes = usualBytes;

    public long SizeBytes { get; private set; }

    /// <summary>The rows of the nodes that report the name. May be smaller than the node table.</summary>
    public NodeSet Nodes { get; } = new();

    public int NodeCount { get; private set; }

    internal void Add(int row, int rows, long sizeBytes)
    {
        if (Nodes.Words.Length << 6 < rows) Nodes.Resize(rows);
        if (Nodes.Contains(row)) return;
        Nodes.Add(row);
        NodeCount++;
        if (sizeBytes != usualBytes) (unusual ??= [])[row] = sizeBytes;
        FindSize();
    }

    internal void Remove(int row)
    {
        if (!Nodes.Contains(row)) return;
        Nodes.Remove(row);
        NodeCount--;
        unusual?.Remove(row);
        FindSize();
    }

    private void FindSize()
    {
        if (unusual is { Count: > 0 } && NodeCount > 0) SizeBytes = unusual.GetValueOrDefault(Nodes.First, usualBytes);
        else SizeBytes = usualBytes;
    }
}
