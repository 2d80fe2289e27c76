namespace Scheduler.Core.Cache.Counters;

/// <summary>Things with a selector, found by a label pair that the selector needs: from a set of labels to the few selectors that may match it.</summary>
internal sealed class PairIndex<T>
{
    private readonly Dictionary<(string Key, string Value), List<T>> byPair = [];

    /// <summary>The things whose selector needs no particular pair.</summary>
    public List<T> WithoutPair { get; } = [];

    public void Add(T item) => WithoutPair.Add(item);

    public void Add(string key, string value, T item)
    {
        if (!byPair.TryGetValue((key, value), out List<T>? items)) byPair.Add((key, value), items = []);
        items.Add(item);
    }

    /// <summary>The things that need this pair.</summary>
    public ReadOnlySpan<T> With(string key, string value) =>
        byPair.TryGetValue((key, value), out List<T>? items) ? System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items) : [];

    public void Clear()
    {
        WithoutPair.Clear();
        byPair.Clear();
    }
}
