using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.ApiServer.Wire;

/// <summary>Puts into the store what others than the client had done by the time of an exchange.</summary>
public sealed partial class WireReplay
{
    private static readonly HashSet<string> HaveControllers =
        ["deployments", "replicasets", "statefulsets", "daemonsets", "jobs", "poddisruptionbudgets", "resourcequotas", "horizontalpodautoscalers"];

    private readonly RecordedObjects history;

    private async Task Seed(WireExchange exchange)
    {
        if (exchange.Command.EndsWith("that is compacted", StringComparison.Ordinal)) await store.Compact((await store.Status()).Revision);
        var info = Router.Read(ApiRequest.Of(exchange.Method, Rename(exchange.Path)));
        if (!info.IsResource || !catalog.TryFind(info.Group, info.Version, info.Resource, out var resource)) return;
        if (info.Name is not null && exchange.Status == 404 && info.Verb == "get") await End(resource, info);
        if (info.Subresource == "eviction" && exchange.Status == 429) await LetBudgetBind(resource, info);
        if (exchange.Status >= 300) return;
        if (info.Name is not null && exchange.File == "kubectl") await PutMissing(resource, info, exchange.Index);
        if (info.Subresource is not null) return;
        if (info.Verb == "watch") await CatchUpEvents(resource, exchange);
        if (RecordedObjects.BodyOf(exchange) is not { } body) return;
        switch (info.Verb)
        {
            case "get" or "update" or "patch" or "delete" when body["kind"]?.GetValue<string>() == resource.Kind && HaveControllers.Contains(resource.Name):
                if (info.Verb == "get" && exchange.File == "kubectl") await Put(resource, body);
                else await CatchUp(resource, body);
                break;
            case "get" or "delete" when body["kind"]?.GetValue<string>() == resource.Kind && exchange.File == "edge":
                await CatchUpPod(resource, body);
                break;
            case "get" when body["metadata"] is not null && body["rows"] is null:
                await Put(resource, body);
                break;
            case "list" or "deletecollection" when body["items"] is JsonArray items && body["kind"]!.GetValue<string>() == resource.ListKind:
                foreach (var item in items.OfType<JsonObject>())
                    if (exchange.File == "kubectl") await Put(resource, item);
                    else await CatchUpPod(resource, item);
                break;
            case "list" when body["rows"] is JsonArray rows && exchange.File == "kubectl":
                foreach (var row in rows.OfType<JsonObject>()) await PutRow(resource, row, exchange.Index);
                break;
        }
    }

    private async Task CatchUpEvents(ServedResource resource, WireExchange exchange)
    {
        if (exchange.ResponseBody is not JsonObject stream || stream["watchEvents"] is not JsonArray events) return;
        foreach (var change in events)
            if (change?["object"] is JsonObject one && one["spec"] is not null) await CatchUpPod(resource, one);
    }

    /// <summary>The scheduler binds the pods that are its own; the agents of the nodes report what they run.</summary>
    private async Task CatchUpPod(ServedResource resource, JsonObject recorded)
    {
        if (resource.Name != "pods" || recorded.ObjectName().Length == 0) return;
        var name = Rename(recorded.ObjectName());
        var key = resource.Key(recorded.Namespace(), name);
        if ((await store.Get(key)).Entry is not { } entry) return;
        var pod = StoredObject.Of(resource, entry).Parse();
        var spec = recorded["spec"]!.AsObject();
        var isBound = spec.Text("nodeName") is not null;
        if (isBound && spec.Text("schedulerName") == "default-scheduler")
        {
            Meta.CopyField(spec, pod.ChildOrNew("spec"), "nodeName");
            Meta.CopyField(recorded.Metadata(), pod.Metadata(), "labels");
            Meta.CopyField(recorded, pod, "status");
        }
        if (recorded.Child("status")?.Text("hostIP") is not null) Meta.CopyField(recorded, pod, "status");
        await Replace(resource, key, entry, pod);
    }

    /// <summary>The agent has reported the pod running, and the disruption controller has looked at the budget.</summary>
    private async Task LetBudgetBind(ServedResource pods, RequestInfo info)
    {
        var key = pods.Key(info.Namespace, info.Name!);
        if ((await store.Get(key)).Entry is not { } entry) return;
        var pod = StoredObject.Of(pods, entry).Parse();
        pod.ChildOrNew("status")["phase"] = "Running";
        await Replace(pods, key, entry, pod);
        foreach (var budget in (await store.List(new ListRequest(catalog.DisruptionBudgets.Range(info.Namespace)))).Entries)
        {
            var document = StoredObject.Of(catalog.DisruptionBudgets, budget).Parse();
            document.ChildOrNew("status")["observedGeneration"] = 1;
            await Replace(catalog.DisruptionBudgets, budget.Key, budget, document);
        }
    }

    private async Task Replace(ServedResource resource, string key, StoreEntry entry, JsonObject document)
    {
        var value = ObjectStore.Serialize(resource, document);
        if (entry.Value.Span.SequenceEqual(value)) return;
        var written = await store.Put(key, value, Expect.Anything);
        // Whoever has read the object before has read this version.
        var before = entry.ModRevision.ToString();
        foreach (var version in renamed.Where(pair => pair.Value == before).Select(pair => pair.Key).ToList()) renamed[version] = written.Revision.ToString();
    }

    /// <summary>The garbage collector has finished with what was only waiting for it.</summary>
    private async Task End(ServedResource resource, RequestInfo info)
    {
        var key = resource.Key(info.Namespace, info.Name!);
        if ((await store.Get(key)).Entry is { } entry && StoredObject.Of(resource, entry).Parse().IsTerminating()) await store.Delete(key, Expect.Anything);
    }

    /// <summary>An object that controllers made, and that the client has not seen whole yet.</summary>
    private async Task PutMissing(ServedResource resource, RequestInfo info, int index)
    {
        var key = resource.Key(info.Namespace, info.Name!);
        var whole = (await store.Get(key)).Entry is { } entry && StoredObject.Of(resource, entry).Parse()["spec"] is not null;
        if (whole || info.Verb is "create" && info.Subresource is null || history.Nearest(key, index) is not { } recorded) return;
        if (info.Verb != "create" || resource.Name == "pods") await Put(resource, recorded);
    }

    /// <summary>Stores an object as it was recorded, uid and all, unless it is here already.</summary>
    private async Task Put(ServedResource resource, JsonObject recorded)
    {
        var document = JsonNode.Parse(Rename(recorded.ToJsonString()))!.AsObject();
        document["kind"] = resource.Kind;
        document["apiVersion"] = resource.Api.ApiVersion;
        var key = resource.Key(document.Namespace(), document.ObjectName());
        var present = (await store.Get(key)).Entry;
        var value = ObjectStore.Serialize(resource, document);
        var same = present is not null && present.Value.Span.SequenceEqual(value);
        var revision = same ? present!.ModRevision : (await store.Put(key, value, Expect.Anything)).Revision;
        if (recorded["metadata"]?["resourceVersion"]?.GetValue<string>() is { } version) renamed[version] = revision.ToString();
    }

    /// <summary>A row of a table shows the metadata only; the rest is taken from where the recording shows it.</summary>
    private async Task PutRow(ServedResource resource, JsonObject row, int index)
    {
        if (row["object"] is not JsonObject partial || partial["metadata"] is not JsonObject metadata) return;
        var key = resource.Key(metadata["namespace"]?.GetValue<string>(), Rename(metadata["name"]!.GetValue<string>()));
        var present = (await store.Get(key)).Entry is { } entry ? StoredObject.Of(resource, entry).Parse() : null;
        var document = present ?? history.Nearest(key, index)?.DeepClone().AsObject() ?? [];
        document["metadata"] = metadata.DeepClone();
        await Put(resource, document);
    }

    /// <summary>Controllers write the status and the revision of what they look after.</summary>
    private async Task CatchUp(ServedResource resource, JsonObject recorded)
    {
        var key = resource.Key(recorded.Namespace(), recorded.ObjectName());
        if ((await store.Get(key)).Entry is not { } entry) return;
        var document = StoredObject.Of(resource, entry).Parse();
        if (recorded["status"] is { } status) document["status"] = status.DeepClone();
        foreach (var (name, value) in recorded.Metadata().Child("annotations") ?? [])
            if (name.StartsWith("deployment.kubernetes.io/", StringComparison.Ordinal))
                document.Metadata().ChildOrNew("annotations")[name] = value?.DeepClone();
        await Replace(resource, key, entry, document);
    }
}
