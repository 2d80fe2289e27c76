using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>Prints a <c>Scale</c>: wanted and present replicas, whatever the workload is.</summary>
internal static class ScaleTable
{
    private static readonly ApiColumn[] Columns =
        [new("Name", "string", "name", 0), new("Desired", "integer", "", 0), new("Available", "integer", "", 0), new("Age", "string", "", 0)];

    public static JsonObject Print(JsonObject scale, DateTimeOffset now, IncludeObject include, JsonObject metadata) =>
        TablePrinter.Print(Columns, [scale], Cells, now, include, metadata);

    private static JsonArray Cells(JsonObject scale, DateTimeOffset now) =>
    [
        CellText.Name(scale),
        scale["spec"]?["replicas"]?.DeepClone() ?? 0,
        scale["status"]?["replicas"]?.DeepClone() ?? 0,
        CellText.Age(scale, now),
    ];
}
