using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Objects of one kind by <c>namespace/name</c> (or name), in order of arrival. The scheduler may assume a newer state than it was told.</summary>
public sealed class ObjectTable<T>
    where T : class, IKubeObject
{
    private const int ChangesKept = 1 << 10;

    private readonly OrderedDictionary<string, T> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T> assumed = new(StringComparer.Ordinal);
    private readonly string[] changedKeys = new string[ChangesKept];

    public int Count => byKey.Count;

    /// <summary>Grows with every change, assumed ones included: whoever caches what follows from the table compares it.</summary>
    public long Version { get; private set; }

    /// <summary>Where changes say how they are undone; null for a table of its own.</summary>
    internal UndoLog? Undo { get; set; }

    /// <summary>All objects, assumed states in place of told ones.</summary>
    public IEnumerable<T> All => byKey.Select(pair => assumed.GetValueOrDefault(pair.Key, pair.Value));

    /// <summary>Finds a cluster-scoped object, or one by its whole key.</summary>
    public T? Find(string key) => assumed.GetValueOrDefault(key) ?? byKey.GetValueOrDefault(key);

    public T? Find(string nameSpace, string name) => Find($"{nameSpace}/{name}");

    /// <summary>The key of the object whose change made this version; false where that is no longer kept: start over then.</summary>
    public bool TryReadChange(long version, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string key)
    {
        bool kept = version > Version - ChangesKept && version <= Version && version > 0;
        key = kept ? changedKeys[version & (ChangesKept - 1)] : null;
        return kept;
    }

    /// <summary>Takes what the outside world says; an assumed state of the object ends.</summary>
    public void Set(T value)
    {
        Note(value.Metadata.Key);
        byKey[value.Metadata.Key] = value;
        assumed.Remove(value.Metadata.Key);
    }

    public bool Remove(string key)
    {
        Note(key);
        assumed.Remove(key);
        return byKey.Remove(key);
    }

    /// <summary>Goes on as if the object were already like this; it must exist.</summary>
    public void Assume(T value)
    {
        Note(value.Metadata.Key);
        assumed[value.Metadata.Key] = value;
    }

    /// <summary>Forgets what was assumed of an object.</summary>
    public void Restore(string key)
    {
        if (!assumed.ContainsKey(key)) return;
        Note(key);
        assumed.Remove(key);
    }

    /// <summary>To be called before the change.</summary>
    private void Note(string key)
    {
        if (Undo is { IsOpen: true }) Remember(key);
        changedKeys[++Version & (ChangesKept - 1)] = key;
    }

    private void Remember(string key)
    {
        int place = byKey.IndexOf(key);
        T? told = byKey.GetValueOrDefault(key), held = assumed.GetValueOrDefault(key);
        Undo!.Add(() => PutBack(key, place, told, held));
    }

    /// <summary>What decisions follow from may depend on the order of arrival, so an object that went comes back to its place.</summary>
    private void PutBack(string key, int place, T? told, T? held)
    {
        Note(key);
        if (told is null) byKey.Remove(key);
        else if (byKey.ContainsKey(key)) byKey[key] = told;
        else byKey.Insert(place, key, told);
        if (held is null) assumed.Remove(key);
        else assumed[key] = held;
    }
}
