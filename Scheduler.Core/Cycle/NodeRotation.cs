using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cycle;

/// <summary>
/// The order in which a scheduler that does not look at all nodes visits them, and where it goes on (docs/semantics.md 2.3): the first node of every
/// zone, the second of every zone, and so on; zones and nodes in order of arrival.
/// </summary>
public sealed class NodeRotation(NodeTable nodes)
{
    private const int SmallestSample = 100;

    private readonly List<(string Zone, List<int> Rows)> zones = [];
    private readonly Dictionary<int, (string Zone, string Name)> known = [];
    private int[] order = [];
    private long readUpTo = -1;
    private int start;

    /// <summary>How many feasible nodes are enough among <paramref name="considered"/> nodes.</summary>
    /// <param name="considered">Nodes that PreFilter left.</param>
    /// <param name="percentage">1 to 100; 0 is a share that shrinks with the number of nodes.</param>
    public static int Wanted(int considered, int percentage)
    {
        if (considered < SmallestSample) return considered;
        if (percentage == 0) percentage = Math.Max(5, 50 - (considered / 125));
        return percentage >= 100 ? considered : Math.Max(considered * percentage / 100, SmallestSample);
    }

    /// <summary>Keeps the first <paramref name="wanted"/> feasible rows in visiting order and forgets those that were not visited.</summary>
    /// <param name="state">After filtering: a row that was not visited is neither feasible nor rejected.</param>
    /// <param name="wanted">How many feasible rows are enough.</param>
    public void Cut(CycleState state, int wanted)
    {
        Refresh();
        int considered = 0, visited = 0, found = 0;
        foreach (int row in order)
            if (state.Candidates.Contains(row)) considered++;
        if (considered == 0) return;
        int first = start % considered, position = 0;
        for (int round = 0; round < 2; round++)
        {
            position = 0;
            foreach (int row in order)
            {
                if (!state.Candidates.Contains(row)) continue;
                bool isTurn = round == 0 ? position >= first : position < first;
                position++;
                if (!isTurn) continue;
                if (found >= wanted)
                {
                    state.Feasible.Remove(row);
                    state.Rejections.Forget(row);
                    continue;
                }

                visited++;
                if (state.Feasible.Contains(row)) found++;
            }
        }

        start = (start + visited) % order.Length;
    }

    private static string ZoneOf(Node node)
    {
        StringMap labels = node.Metadata.Labels;
        string region = labels["failure-domain.beta.kubernetes.io/region"] ?? labels["topology.kubernetes.io/region"] ?? "";
        string zone = labels["failure-domain.beta.kubernetes.io/zone"] ?? labels["topology.kubernetes.io/zone"] ?? "";
        return region.Length == 0 && zone.Length == 0 ? "" : $"{region}:\0:{zone}";
    }

    private void Refresh()
    {
        ChangeLog log = nodes.ShapeChanges;
        if (readUpTo == log.Latest) return;
        if (readUpTo < 0) ReadAll();
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                ReadAll();
                break;
            }

            readUpTo++;
            Read(change.Row);
        }

        Interleave();
    }

    /// <summary>Rows stand for the order of arrival where the log does not reach back.</summary>
    private void ReadAll()
    {
        readUpTo = nodes.ShapeChanges.Latest;
        for (int row = 0; row < nodes.RowCount; row++) Read(row);
    }

    private void Read(int row)
    {
        bool isNode = nodes.Live.Contains(row);
        (string Zone, string Name) now = isNode ? (ZoneOf(nodes.Node(row)), nodes.Name(row)) : default;
        if (known.TryGetValue(row, out (string Zone, string Name) before))
        {
            if (isNode && before == now) return;
            Leave(row, before.Zone);
        }

        if (!isNode) return;
        known[row] = now;
        int at = zones.FindIndex(zone => zone.Zone == now.Zone);
        if (at < 0) zones.Add((now.Zone, [row]));
        else zones[at].Rows.Add(row);
    }

    private void Leave(int row, string zone)
    {
        known.Remove(row);
        int at = zones.FindIndex(item => item.Zone == zone);
        zones[at].Rows.Remove(row);
        if (zones[at].Rows.Count == 0) zones.RemoveAt(at);
    }

    private void Interleave()
    {
        List<int> rows = [];
        int longest = zones.Count == 0 ? 0 : zones.Max(zone => zone.Rows.Count);
        for (int i = 0; i < longest; i++)
            foreach ((_, List<int> members) in zones)
                if (i < members.Count) rows.Add(members[i]);
        order = [.. rows];
    }
}
