using System.Globalization;
using Scheduler.Core.Cycle;

namespace Scheduler.Host.Snapshots;

/// <summary>
/// New names of nodes and pods that lie on the ring of hashes (<see cref="SeededRing"/>, the default seed) as the old ones did: each node between the
/// same nodes, each pod before the same node. So every tie goes to the same node. Found by trying endings.
/// <code>
/// slot of a node:  |....[middle half]....|     the ring has one slot a node: gaps are at least half a slot, and endings are found after
///                  r/N               (r+1)/N   2·N tries at the most on average
/// </code>
/// </summary>
internal sealed class RingNames
{
    private const ulong Seed = 0;

    private readonly string[] nodes;
    private readonly ulong[] oldKeys;
    private readonly ulong[] newKeys;

    public RingNames(IEnumerable<string> nodes)
    {
        this.nodes = [.. nodes.OrderBy(name => StableHash.Of(Seed, name)).ThenBy(name => name, StringComparer.Ordinal)];
        oldKeys = [.. this.nodes.Select(name => StableHash.Of(Seed, name))];
        newKeys = new ulong[oldKeys.Length];
    }

    /// <summary>New names of all nodes, each beginning as <paramref name="start"/> says.</summary>
    public IEnumerable<(string Old, string New)> Nodes(Func<string, string> start)
    {
        var slot = nodes.Length == 0 ? 0 : ulong.MaxValue / (ulong)nodes.Length;
        for (var i = 0; i < nodes.Length; i++)
        {
            var (from, length) = (((ulong)i * slot) + (slot / 4), slot / 2);
            var made = Find("", start(nodes[i]), key => key - from < length);
            newKeys[i] = StableHash.Of(Seed, made);
            yield return (nodes[i], made);
        }
    }

    /// <summary>A new name of a pod. Nodes must have got theirs.</summary>
    /// <param name="oldKey">The pod's old namespace and name.</param>
    /// <param name="space">Its new namespace, with a slash.</param>
    /// <param name="start">How the new name begins.</param>
    public string Pod(string oldKey, string space, string start)
    {
        if (nodes.Length == 0) return start;
        var next = Successor(oldKeys, StableHash.Of(Seed, oldKey));
        return Find(space, start, key => Successor(newKeys, key) == next);
    }

    private static int Successor(ulong[] keys, ulong key)
    {
        var at = Array.BinarySearch(keys, key);
        return (at >= 0 ? at : ~at) % keys.Length;
    }

    private static string Find(string space, string start, Predicate<ulong> fits)
    {
        Span<char> text = stackalloc char[space.Length + start.Length + 12];
        space.CopyTo(text);
        start.CopyTo(text[space.Length..]);
        var fixedLength = space.Length + start.Length;
        text[fixedLength] = '-';
        for (uint ending = 0; ; ending++)
        {
            ending.TryFormat(text[(fixedLength + 1)..], out var digits, default, CultureInfo.InvariantCulture);
            var whole = text[..(fixedLength + 1 + digits)];
            if (fits(StableHash.Of(Seed, whole))) return whole[space.Length..].ToString();
        }
    }
}
