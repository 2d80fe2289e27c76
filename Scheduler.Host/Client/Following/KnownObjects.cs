using Scheduler.Core.Objects;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client.Following;

/// <summary>What has been told and not taken back: the state of the server as the listener knows it.</summary>
internal sealed class KnownObjects
{
    private readonly Dictionary<string, Entry> objects = new(StringComparer.Ordinal);
    private int round;

    /// <summary>A list begins: what it does not show is gone.</summary>
    public void BeginList() => round++;

    /// <summary>What was last told of an object; it counts as shown by the list that is read.</summary>
    public bool TrySee(string key, out KnownObject last)
    {
        if (!objects.TryGetValue(key, out var entry))
        {
            last = default;
            return false;
        }
        if (entry.Round != round) objects[key] = entry with { Round = round };
        last = entry.Last;
        return true;
    }

    public void Set(string key, in KnownObject told) => objects[key] = new Entry(told, round);

    public void Remove(string key) => objects.Remove(key);

    /// <summary>Takes out what the list has not shown.</summary>
    public IReadOnlyList<KeyValuePair<string, KnownObject>> EndList()
    {
        KeyValuePair<string, KnownObject>[] gone = [.. objects.Where(pair => pair.Value.Round != round).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Last))];
        foreach (var (key, _) in gone) objects.Remove(key);
        return gone;
    }

    private readonly record struct Entry(KnownObject Last, int Round);
}

/// <summary>An object as it was last told: its record, or the change with its text.</summary>
/// <param name="Version">The version up to which it is known to be so.</param>
/// <param name="Content">
/// An <see cref="IKubeObject"/> where objects are told as records, for there are many of them; else a <see cref="Change"/>, or nothing that can be told where
/// texts are not kept.
/// </param>
internal readonly record struct KnownObject(long Version, object Content)
{
    private static readonly object Nothing = new();

    /// <summary>Remembers what is told by a change.</summary>
    public static KnownObject Of(Change change, bool keepsText) => new(change.Version, (object?)change.Value ?? (keepsText ? change : Nothing));

    /// <summary>That it went.</summary>
    public Change Gone(ApiResource resource, string key, long at) =>
        Content is Change change ? change.Gone(at) : new(ChangeKind.Deleted, resource, key, at, [], Content as IKubeObject);
}
