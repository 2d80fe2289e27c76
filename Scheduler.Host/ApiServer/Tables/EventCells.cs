using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>Events of both groups: the names of the fields differ, the row does not.</summary>
internal static class EventCells
{
    public static JsonArray Event(JsonObject document, DateTimeOffset now)
    {
        JsonObject about = document.Object("involvedObject") ?? document.Object("regarding") ?? [];
        string? eventTime = document.Text("eventTime");
        string? first = document.Text("firstTimestamp") ?? document.Text("deprecatedFirstTimestamp") ?? eventTime;
        string? last = document.Text("series", "lastObservedTime") ?? document.Text("lastTimestamp") ?? document.Text("deprecatedLastTimestamp") ?? first;
        string name = about.Text("name") ?? "", kind = (about.Text("kind") ?? "").ToLowerInvariant();
        return
        [
            CellText.Since(last, now),
            document.Text("type") ?? "",
            document.Text("reason") ?? "",
            name.Length > 0 ? $"{kind}/{name}" : kind,
            about.Text("fieldPath") ?? "",
            Source(document),
            (document.Text("message") ?? document.Text("note") ?? "").Trim(),
            CellText.Since(first, now),
            Count(document),
            CellText.Name(document),
        ];
    }

    private static long Count(JsonObject document)
    {
        long count = document.Int("series", "count") ?? document.Int("count") ?? document.Int("deprecatedCount") ?? 0;
        return count == 0 ? 1 : count;
    }

    private static string Source(JsonObject document)
    {
        JsonObject source = document.Object("source") ?? document.Object("deprecatedSource") ?? [];
        string component = source.Text("component") ?? "", instance = source.Text("host") ?? "";
        if (component.Length == 0)
        {
            component = document.Text("reportingComponent") ?? document.Text("reportingController") ?? "";
            instance = document.Text("reportingInstance") ?? "";
        }

        return instance.Length > 0 ? $"{component}, {instance}" : component;
    }
}
