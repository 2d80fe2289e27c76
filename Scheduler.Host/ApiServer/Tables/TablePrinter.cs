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
    /// <param name="now">Ages are told from here.</param>
    /// <param name="metadata">The table's own metadata (resourceVersion, continue, remainingItemCount); taken as it is.</param>
    /// <param name="withColumns">False for all but the first event of a watch.</param>
    public static JsonObject Print(
        ApiResource resource,
        IEnumerable<JsonObject> objects,
        DateTimeOffset now,
        IncludeObject include,
        JsonObject metadata,
        bool withColumns = true) => throw new NotImplementedException();
}
