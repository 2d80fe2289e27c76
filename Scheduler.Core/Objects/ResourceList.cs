namespace Scheduler.Core.Objects;

/// <summary>Amounts by resource name, as in <c>requests</c>, <c>limits</c>, <c>capacity</c> and <c>allocatable</c>. A name that is present may be zero.</summary>
/// <remarks>Two lists with the same names and amounts are equal.</remarks>
public sealed class ResourceList : IEquatable<ResourceList>
{
    /// <summary>No resources.</summary>
    public static readonly ResourceList Empty = new([]);

    private readonly KeyValuePair<string, Quantity>[] items;

    private ResourceList(KeyValuePair<string, Quantity>[] sortedItems) => items = sortedItems;

    /// <summary>Names and amounts, sorted by name in byte order.</summary>
    public ReadOnlySpan<KeyValuePair<string, Quantity>> Items => items;

    /// <summary>Number of names.</summary>
    public int Count => items.Length;

    /// <summary>The amount of a name, or null where it is absent.</summary>
    public Quantity? this[string name]
    {
        get
        {
            foreach (ref readonly KeyValuePair<string, Quantity> item in Items)
                if (item.Key == name) return item.Value;
            return null;
        }
    }

    /// <summary>Makes a list; of a repeated name the last amount counts, as in JSON.</summary>
    public static ResourceList From(IEnumerable<KeyValuePair<string, Quantity>> items) => From(items.ToArray().AsSpan());

    /// <inheritdoc cref="From(IEnumerable{KeyValuePair{string, Quantity}})"/>
    public static ResourceList From(ReadOnlySpan<KeyValuePair<string, Quantity>> items) =>
        items.IsEmpty ? Empty : new(SortedPairs.From(items));

    /// <inheritdoc/>
    public bool Equals(ResourceList? other) =>
        other is not null && (ReferenceEquals(this, other) || Items.SequenceEqual(other.Items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResourceList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode code = default;
        foreach (ref readonly KeyValuePair<string, Quantity> item in Items)
        {
            code.Add(item.Key, StringComparer.Ordinal);
            code.Add(item.Value);
        }

        return code.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", items.Select(item => $"{item.Key}={item.Value}"));
}
