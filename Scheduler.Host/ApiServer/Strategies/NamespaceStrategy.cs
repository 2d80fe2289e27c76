using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>
/// Namespaces are held by <c>spec.finalizers</c>, which only the finalize subresource changes, until their contents are gone.
/// </summary>
public sealed class NamespaceStrategy : ResourceStrategy
{
    public const string NameLabel = "kubernetes.io/metadata.name";

    public override void PrepareCreate(JsonObject document)
    {
        document["status"] = new JsonObject { ["phase"] = "Active" };
        var spec = document.ChildOrNew("spec");
        var finalizers = spec.Texts("finalizers");
        if (!finalizers.Contains("kubernetes")) spec.SetTexts("finalizers", [.. finalizers, "kubernetes"]);
        document.Metadata().ChildOrNew("labels")[NameLabel] = document.ObjectName();
    }

    public override void PrepareUpdate(ServedResource resource, JsonObject old, JsonObject document)
    {
        base.PrepareUpdate(resource, old, document);
        Meta.CopyField(old, document, "spec");
        document.Metadata().ChildOrNew("labels")[NameLabel] = document.ObjectName();
    }
}
