using System.Diagnostics.CodeAnalysis;

namespace Scheduler.Host.Client.Following;

/// <summary>What has been told and not taken back: the state of the server as the listener knows it.</summary>
internal sealed class KnownObjects
{
    private readonly Dictionary<string, Entry> objects = new(StringComparer.Ordinal);
    private int round;

    /// <summary>A list begins: what it does not show is gone.</summary>
    public void BeginList() => round++;

    /// <summary>The last change of an object; it counts as shown by the list that is read.</summary>
    public bool TrySee(string key, [NotNullWhen(true)] out Change? last)
    {
        if (!objects.TryGetValue(key, out var entry))
        {
            last = null;
            return false;
        }
        if (entry.Round != round) objects[key] = entry with { Round = round };
        last = entry.Last;
        return true;
    }

    public void Set(Change change) => objects[change.Key] = new Entry(change, round);

    public void Remove(string key) => objects.Remove(key);

    /// <summary>Takes out what the list has not shown.</summary>
    public IReadOnlyList<Change> EndList()
    {
        Change[] gone = [.. objects.Values.Where(entry => entry.Round != round).Select(entry => entry.Last)];
        foreach (var one in gone) objects.Remove(one.Key);
        return gone;
    }

    private readonly record struct Entry(Change Last, int Round);
}
