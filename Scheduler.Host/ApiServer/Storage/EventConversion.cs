using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>Events of events.k8s.io/v1 to and from those of the core group, in which they are stored. Neither loses a field.</summary>
public static class EventConversion
{
    /// <summary>Core name, name in events.k8s.io.</summary>
    private static readonly (string Core, string Grouped)[] Renamed =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    public static JsonObject ToCore(JsonObject document)
    {
        var core = Rename(document, "v1", pair => pair.Grouped, pair => pair.Core);
        // Fields that the core version always shows.
        core.TryAdd("involvedObject", new JsonObject());
        core.TryAdd("source", new JsonObject());
        foreach (var time in (string[])["firstTimestamp", "lastTimestamp", "eventTime"]) core.TryAdd(time, null);
        foreach (var text in (string[])["reportingComponent", "reportingInstance"]) core.TryAdd(text, "");
        return core;
    }

    public static JsonObject FromCore(JsonObject document)
    {
        var grouped = Rename(document, "events.k8s.io/v1", pair => pair.Core, pair => pair.Grouped);
        foreach (var text in (string[])["reportingController", "reportingInstance"])
            if (grouped.Text(text) is null or "") grouped.Remove(text);
        grouped.TryAdd("regarding", new JsonObject());
        grouped.TryAdd("deprecatedSource", new JsonObject());
        foreach (var time in (string[])["eventTime", "deprecatedFirstTimestamp", "deprecatedLastTimestamp"]) grouped.TryAdd(time, null);
        return grouped;
    }

    private static JsonObject Rename(
        JsonObject document, string apiVersion, Func<(string Core, string Grouped), string> from, Func<(string Core, string Grouped), string> to)
    {
        var names = Renamed.ToDictionary(from, to);
        var renamed = new JsonObject { ["kind"] = "Event", ["apiVersion"] = apiVersion };
        foreach (var (name, value) in document)
            if (name is not ("kind" or "apiVersion")) renamed[names.GetValueOrDefault(name, name)] = value?.DeepClone();
        return renamed;
    }
}
