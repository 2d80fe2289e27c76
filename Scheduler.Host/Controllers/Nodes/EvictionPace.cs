using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>
/// How fast nodes may be given up, zone by zone. One lost node in ten seconds; far slower, in small zones not at all, where most of a zone is lost; not
/// at all where everything is, because then it is we who are cut off.
/// </summary>
public sealed class EvictionPace
{
    private const double NormalPerSecond = 0.1;
    private const double SlowPerSecond = 0.01;

    /// <summary>Zones up to this size are not emptied while most of them is lost.</summary>
    private const int SmallZoneNodes = 50;
    private const double MostIsLost = 0.55;

    private readonly Dictionary<string, double> perSecond = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> next = new(StringComparer.Ordinal);

    /// <summary>Not one node of any zone is ready.</summary>
    public bool IsAllLost { get; private set; }

    /// <summary>Looks at the nodes of all zones. True when a cluster that was lost as a whole has come back.</summary>
    public bool Look(IReadOnlyList<JsonObject> nodes)
    {
        perSecond.Clear();
        var wasAllLost = IsAllLost;
        var zones = nodes.GroupBy(ZoneOf, StringComparer.Ordinal).Select(zone => (Name: zone.Key, Nodes: zone.Count(), Lost: zone.Count(node => NodeConditions.State(node, "Ready") != "True"))).ToList();
        IsAllLost = zones.Count > 0 && zones.All(zone => zone.Lost == zone.Nodes);
        foreach (var zone in zones)
        {
            var mostIsLost = zone.Lost > 2 && zone.Lost < zone.Nodes && (double)zone.Lost / zone.Nodes >= MostIsLost;
            perSecond[zone.Name] = !mostIsLost ? NormalPerSecond : zone.Nodes > SmallZoneNodes ? SlowPerSecond : 0;
        }
        return wasAllLost && !IsAllLost;
    }

    /// <summary>Whether a node may be given up now; if so, it takes its turn.</summary>
    public bool Allows(JsonObject node, DateTimeOffset now)
    {
        var zone = ZoneOf(node);
        var rate = perSecond.GetValueOrDefault(zone, NormalPerSecond);
        if (IsAllLost || rate == 0 || (next.TryGetValue(zone, out var due) && now < due)) return false;
        next[zone] = now + TimeSpan.FromSeconds(1 / rate);
        return true;
    }

    private static string ZoneOf(JsonObject node) => $"{node.Labels()?.Text("topology.kubernetes.io/region")}/{node.Labels()?.Text("topology.kubernetes.io/zone")}";
}
