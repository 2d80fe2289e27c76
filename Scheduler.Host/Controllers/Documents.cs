using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers;

/// <summary>What controllers read off any object, beside <see cref="Meta"/>.</summary>
public static class Documents
{
    public static string? Annotation(this JsonObject document, string name) => document.Metadata().Child("annotations")?.Text(name);

    /// <summary>The same document, said to be in a namespace.</summary>
    public static JsonObject InNamespace(this JsonObject document, string ns)
    {
        document.Metadata()["namespace"] = ns;
        return document;
    }

    /// <summary>A patch of finalizers, refused where somebody has written meanwhile: the list is written as a whole.</summary>
    public static JsonObject WithoutFinalizer(this JsonObject document, string finalizer)
    {
        var left = new JsonArray([.. document.Finalizers().Where(one => one != finalizer).Select(one => (JsonNode)one)]);
        return new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = document.ResourceVersion(), ["finalizers"] = left } };
    }
}
