using System.Collections;

namespace Scheduler.Core.Objects;

/// <summary>An immutable map of strings to strings, sorted by key in byte order: labels, annotations, selectors.</summary>
/// <remarks>Two maps with the same pairs are equal and have the same hash, so a map can be interned.</remarks>
public sealed class StringMap : IEquatable<StringMap>, IReadOnlyCollection<KeyValuePair<string, string>>
{
    /// <summary>The map without pairs.</summary>
    public static readonly StringMap Empty = new([]);

    private readonly KeyValuePair<string, string>[] pairs;
    private readonly int hash;

    private StringMap(KeyValuePair<string, string>[] sortedPairs)
    {
        pairs = sortedPairs;
        HashCode code = default;
        foreach (KeyValuePair<string, string> pair in sortedPairs)
        {
            code.Add(pair.Key, StringComparer.Ordinal);
            code.Add(pair.Value, StringComparer.Ordinal);
        }

        hash = code.ToHashCode();
    }

    /// <summary>Number of pairs.</summary>
    public int Count => pairs.Length;

    /// <summary>The pairs in key order.</summary>
    public ReadOnlySpan<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>The value of a key, or null where the key is absent.</summary>
    public string? this[string key] => Find(key) is int i and >= 0 ? pairs[i].Value : null;

    /// <summary>Makes a map; of a repeated key the last value counts, as in JSON.</summary>
    public static StringMap From(IEnumerable<KeyValuePair<string, string>> pairs) => From(pairs.ToArray().AsSpan());

    /// <inheritdoc cref="From(IEnumerable{KeyValuePair{string, string}})"/>
    public static StringMap From(ReadOnlySpan<KeyValuePair<string, string>> pairs) =>
        pairs.IsEmpty ? Empty : new(SortedPairs.From(pairs));

    /// <summary>Makes a map from key, value tuples.</summary>
    public static StringMap Of(params (string Key, string Value)[] pairs) =>
        From(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    /// <summary>This map with one pair set.</summary>
    public StringMap With(string key, string value) => From(pairs.Append(KeyValuePair.Create(key, value)));

    /// <summary>This map without a key.</summary>
    public StringMap Without(string key) => From(pairs.Where(pair => pair.Key != key));

    /// <summary>True where the key is present.</summary>
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <summary>Finds the value of a key.</summary>
    public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value)
    {
        int i = Find(key);
        value = i >= 0 ? pairs[i].Value : null;
        return i >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(StringMap? other) =>
        other is not null && (ReferenceEquals(this, other) || (hash == other.hash && pairs.AsSpan().SequenceEqual(other.pairs)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StringMap);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(string key)
    {
        int low = 0, high = pairs.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int order = string.CompareOrdinal(pairs[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }
}
