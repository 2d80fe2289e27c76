using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>What a table row carries of its object: the <c>includeObject</c> parameter.</summary>
public enum IncludeObject : byte
{
    Metadata,
    Object,
    None,
}

/// <summary>Prints objects as <c>meta.k8s.io/v1 Table</c>, the form in which <c>kubectl get</c> asks for them.</summary>
public static class TablePrinter
{
    private static readonly ApiColumn[] PlainColumns = [new("Name", "string", "name", 0), new("Created At", "date", "", 0)];

    /// <param name="now">Ages are told from here.</param>
    /// <param name="metadata">The table's own metadata (resourceVersion, continue, remainingItemCount); taken as it is.</param>
    /// <param name="withColumns">False for all but the first event of a watch.</param>
    public static JsonObject Print(
        ApiResource resource,
        IEnumerable<JsonObject> objects,
        DateTimeOffset now,
        IncludeObject include,
        JsonObject metadata,
        bool withColumns = true)
    {
        IReadOnlyList<ApiColumn> columns = resource.Columns.Count > 0 ? resource.Columns : PlainColumns;
        return Print(columns, objects, (document, at) => CellTable.Cells(resource, document, at), now, include, metadata, withColumns);
    }

    internal static JsonObject Print(
        IReadOnlyList<ApiColumn> columns,
        IEnumerable<JsonObject> objects,
        CellMaker cells,
        DateTimeOffset now,
        IncludeObject include,
        JsonObject metadata,
        bool withColumns = true)
    {
        var rows = new JsonArray();
        foreach (JsonObject document in objects)
            rows.Add((JsonNode)Row(cells(document, now), document, columns.Count, include));
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = withColumns ? new JsonArray([.. columns.Select(Definition)]) : null,
            ["rows"] = rows,
        };
    }

    private static JsonNode Definition(ApiColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = "",
        ["priority"] = column.Priority,
    };

    private static JsonObject Row(JsonArray cells, JsonObject document, int columns, IncludeObject include)
    {
        System.Diagnostics.Debug.Assert(cells.Count == columns, $"{document["kind"]} prints {cells.Count} cells for {columns} columns");
        var row = new JsonObject { ["cells"] = cells };
        if (document["kind"]?.GetValue<string>() == "Pod" && PodCells.Conditions(document) is { } conditions)
            row["conditions"] = conditions;
        if (include != IncludeObject.None)
            row["object"] = include == IncludeObject.Object ? document.DeepClone() : PartialMetadata(document);
        return row;
    }

    /// <summary>The object with nothing but its metadata.</summary>
    public static JsonObject PartialMetadata(JsonObject document) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = document["metadata"]?.DeepClone() ?? new JsonObject(),
    };
}
