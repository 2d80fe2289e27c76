using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>A write through a subresource changes one part of the object: everything else is taken from the object as it is.</summary>
public static class SubresourceRules
{
    public static void Restrict(RequestContext context, JsonObject old, JsonObject wanted)
    {
        switch (context.Info.Subresource)
        {
            case "status":
                context.Strategy.PrepareStatusUpdate(old, wanted);
                break;
            case "finalize":
                KeepAllBut(old, wanted, spec => Meta.CopyField(wanted.ChildOrNew("spec"), spec, "finalizers"));
                break;
            case "ephemeralcontainers":
                KeepAllBut(old, wanted, spec => Meta.CopyField(wanted.ChildOrNew("spec"), spec, "ephemeralContainers"));
                break;
            case "resize":
                KeepAllBut(old, wanted, spec => TakeResources(spec, wanted.ChildOrNew("spec")));
                break;
            case "approval":
                KeepAllBut(old, wanted, _ => { });
                break;
            default:
                context.Strategy.PrepareUpdate(context.Resource, old, wanted);
                break;
        }
    }

    /// <summary>Gives the wanted object the old one's spec with one part exchanged, and its status unless the subresource is about it.</summary>
    private static void KeepAllBut(JsonObject old, JsonObject wanted, Action<JsonObject> exchange)
    {
        var spec = (old.Child("spec") ?? []).DeepClone().AsObject();
        exchange(spec);
        wanted["spec"] = spec;
        Meta.CopyField(old.Metadata(), wanted.Metadata(), "labels");
        if (old["status"] is not null && wanted["kind"]?.GetValue<string>() != "CertificateSigningRequest") Meta.CopyField(old, wanted, "status");
    }

    private static void TakeResources(JsonObject spec, JsonObject wanted)
    {
        foreach (var list in (string[])["initContainers", "containers"])
        {
            var sizes = wanted.Children(list).ToDictionary(container => container.Text("name") ?? "", container => container);
            foreach (var container in spec.Children(list))
            {
                if (!sizes.TryGetValue(container.Text("name") ?? "", out var sized)) continue;
                Meta.CopyField(sized, container, "resources");
                Meta.CopyField(sized, container, "resizePolicy");
            }
        }
    }
}
