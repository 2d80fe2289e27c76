namespace Scheduler.Host.Store.Local;

/// <summary>
/// Entries sorted by key. Immutable: a change makes a new map that shares all but one chunk with the old, so readers never wait.
/// </summary>
/// <remarks>
/// Two levels: an array of chunks, each a sorted array of at most <see cref="ChunkMax"/> entries and never empty. A change copies the
/// outer array and one chunk: with 100,000 entries about 600 + 170 references, some 6 KB.
/// </remarks>
internal sealed class EntryMap
{
    private const int ChunkMax = 256;

    public static readonly EntryMap Empty = new([], 0);

    private readonly StoreEntry[][] _chunks;

    private EntryMap(StoreEntry[][] chunks, int count)
    {
        _chunks = chunks;
        Count = count;
    }

    public int Count { get; }

    /// <summary>Builds a map of entries that are sorted by key and have no key twice.</summary>
    public static EntryMap FromSorted(IReadOnlyCollection<StoreEntry> entries) =>
        new([.. entries.Chunk(ChunkMax / 2)], entries.Count);

    public StoreEntry? Find(string key)
    {
        if (Count == 0)
            return null;
        StoreEntry[] chunk = _chunks[ChunkOf(key)];
        int index = IndexIn(chunk, key);
        return index >= 0 ? chunk[index] : null;
    }

    public EntryMap With(StoreEntry entry)
    {
        if (Count == 0)
            return new([[entry]], 1);
        int at = ChunkOf(entry.Key);
        StoreEntry[] chunk = _chunks[at];
        int index = IndexIn(chunk, entry.Key);
        if (index >= 0)
        {
            var changed = (StoreEntry[])chunk.Clone();
            changed[index] = entry;
            return new(Replace(at, changed), Count);
        }
        StoreEntry[] longer = [.. chunk.AsSpan(0, ~index), entry, .. chunk.AsSpan(~index)];
        return new(longer.Length <= ChunkMax ? Replace(at, longer) : ReplaceByHalves(at, longer), Count + 1);
    }

    /// <summary>The map without a key that it holds.</summary>
    public EntryMap Without(string key)
    {
        int at = ChunkOf(key);
        StoreEntry[] chunk = _chunks[at];
        int index = IndexIn(chunk, key);
        if (chunk.Length == 1)
            return new([.. _chunks.AsSpan(0, at), .. _chunks.AsSpan(at + 1)], Count - 1);
        return new(Replace(at, [.. chunk.AsSpan(0, index), .. chunk.AsSpan(index + 1)]), Count - 1);
    }

    /// <summary>Where the first entry at or beyond <paramref name="key"/> is.</summary>
    public Position Seek(string key)
    {
        if (Count == 0)
            return default;
        int at = ChunkOf(key);
        int index = IndexIn(_chunks[at], key);
        return Normal(at, index >= 0 ? index : ~index);
    }

    /// <summary>How many entries lie between two positions.</summary>
    public int CountBetween(Position from, Position to)
    {
        int count = to.Index - from.Index;
        for (int chunk = from.Chunk; chunk < to.Chunk; chunk++)
            count += _chunks[chunk].Length;
        return count;
    }

    /// <summary>Copies the entries from a position on, as many as fit.</summary>
    public void CopyFrom(Position from, Span<StoreEntry> target)
    {
        while (!target.IsEmpty)
        {
            ReadOnlySpan<StoreEntry> rest = _chunks[from.Chunk].AsSpan(from.Index);
            if (rest.Length > target.Length)
                rest = rest[..target.Length];
            rest.CopyTo(target);
            target = target[rest.Length..];
            from = new(from.Chunk + 1, 0);
        }
    }

    public StoreEntry At(Position position) => _chunks[position.Chunk][position.Index];

    public Position Next(Position position) => Normal(position.Chunk, position.Index + 1);

    /// <summary>The end of one chunk is written as the beginning of the next, so that equal positions are equal.</summary>
    private Position Normal(int chunk, int index) =>
        index < _chunks[chunk].Length ? new(chunk, index) : new(chunk + 1, 0);

    private StoreEntry[][] Replace(int at, StoreEntry[] chunk)
    {
        var chunks = (StoreEntry[][])_chunks.Clone();
        chunks[at] = chunk;
        return chunks;
    }

    private StoreEntry[][] ReplaceByHalves(int at, StoreEntry[] chunk)
    {
        // Keys that only ever grow (events, generated names) leave full chunks behind when the last one is cut at its end.
        int cut = at == _chunks.Length - 1 ? chunk.Length - ChunkMax / 8 : chunk.Length / 2;
        return [.. _chunks.AsSpan(0, at), chunk[..cut], chunk[cut..], .. _chunks.AsSpan(at + 1)];
    }

    /// <summary>The last chunk that begins at or before <paramref name="key"/>; the first if none does.</summary>
    private int ChunkOf(string key)
    {
        int low = 0, high = _chunks.Length;
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            if (string.CompareOrdinal(_chunks[middle][0].Key, key) <= 0)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The index of the key, or the complement of the index where it would be.</summary>
    private static int IndexIn(StoreEntry[] chunk, string key)
    {
        int low = 0, high = chunk.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            int order = string.CompareOrdinal(chunk[middle].Key, key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return ~low;
    }

    /// <summary>A place in one map; means nothing in another.</summary>
    internal readonly record struct Position(int Chunk, int Index);
}
