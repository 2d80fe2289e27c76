using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.Snapshots;

/// <summary>Goes through an object and asks the book for the name of everything that has one. Done twice: to read names, and to write them.</summary>
internal sealed class NameWalk(NameBook names, JsonObject document)
{
    private readonly string kind = document["kind"]!.GetValue<string>();
    private readonly string ns = document["metadata"]?["namespace"]?.GetValue<string>() ?? "";

    public void Run() => Object("", document);

    private bool IsDevices => kind is "ResourceClaim" or "ResourceSlice" or "DeviceClass";

    private void Object(string field, JsonObject node)
    {
        foreach (var (name, value) in node.ToArray())
        {
            if (value is null) continue;
            if (KubeWords.IsDropped(name) && !IsLabels(field)) node.Remove(name);
            else if (name == "annotations") Annotations(value.AsObject());
            else if (name == "ownerReferences") foreach (var owner in value.AsArray()) Owner(owner!.AsObject());
            else if (name == "claimRef") Claim(value.AsObject());
            else if (name == "disruptedPods") node[name] = new JsonObject(value.AsObject().Select(pod => KeyValuePair.Create(names.Pod(ns, pod.Key), (JsonNode?)null)));
            else if (IsLabels(name) && IsMap(value)) node[name] = Labels(value.AsObject());
            else if (value is JsonObject inner && inner.ContainsKey("operator") && inner.ContainsKey("key")) Requirement(name, inner);
            else if (KubeWords.IsTree(name)) continue;
            else if (value.GetValueKind() == JsonValueKind.String) node[name] = Text(name, field, value.GetValue<string>());
            else if (value is JsonObject below) Object(name, below);
            else if (value is JsonArray items) Items(name, items);
        }
    }

    private void Items(string name, JsonArray items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not { } item) continue;
            if (item.GetValueKind() == JsonValueKind.String) items[i] = Text(name, "", item.GetValue<string>());
            else if (item is JsonObject one && one.ContainsKey("key") && !one.ContainsKey("topologyKey")) Requirement(name, one);
            else if (item is JsonObject consumer && name == "reservedFor") Consumer(consumer);
            else if (item is JsonObject inner) Object(name, inner);
        }
    }

    /// <summary>An expression, a taint or a toleration: a key, and a value or values.</summary>
    private void Requirement(string list, JsonObject node)
    {
        var key = node["key"]!.GetValue<string>();
        node["key"] = names.Key(key);
        if (node["value"] is { } value) node["value"] = names.Value(key, value.GetValue<string>());
        if (node["values"] is JsonArray values)
            node["values"] = new JsonArray([.. values.Select(one => (JsonNode)(list == "matchFields" ? names.Name(one!.GetValue<string>()) : names.Value(key, one!.GetValue<string>())))]);
    }

    private string Text(string field, string parent, string text) => field switch
    {
        _ when KubeWords.IsField(field) => text,
        "name" when parent == "metadata" => kind switch
        {
            "Pod" => names.Pod(ns, text),
            "PersistentVolumeClaim" => names.Claim(ns, text),
            "CSIDriver" => names.Driver(text),
            "PriorityClass" => NameBook.IsSystem(text) ? text : names.Name(text),
            _ => names.Name(text),
        },
        "name" when parent == "drivers" => names.Driver(text),
        "claimName" => names.Claim(ns, text),
        "uid" => names.Uid(text),
        "driver" when IsDevices => text, // Expressions name it too.
        "driver" or "provisioner" or "attacher" => names.Driver(text),
        "schedulerName" => text == "default-scheduler" ? text : names.Name(text),
        "priorityClassName" => NameBook.IsSystem(text) ? text : names.Name(text),
        "image" or "names" or "reference" => names.Image(text),
        "hostIP" => text is "" or "0.0.0.0" or "::" ? text : names.Name(text),
        "topologyKey" or "topologyKeys" or "matchLabelKeys" or "mismatchLabelKeys" => names.Key(text),
        _ => text.Length == 0 ? text : names.Name(text),
    };

    private static bool IsLabels(string field) => field is "labels" or "matchLabels" or "selector" or "nodeSelector";

    /// <summary>A selector is a map of labels, or an object of such.</summary>
    private static bool IsMap(JsonNode value) => value is JsonObject map && map.All(one => one.Value is JsonValue text && text.GetValueKind() == JsonValueKind.String);

    private JsonObject Labels(JsonObject labels) =>
        new(labels.Select(label => KeyValuePair.Create(names.Key(label.Key), (JsonNode?)names.Value(label.Key, label.Value!.GetValue<string>()))));

    private void Annotations(JsonObject annotations)
    {
        foreach (var (key, value) in annotations.ToArray())
        {
            if (!KubeWords.IsAnnotation(key)) annotations.Remove(key);
            else if (key is Core.Storage.StorageNames.SelectedNode or Core.Storage.StorageNames.BetaClass) annotations[key] = names.Name(value!.GetValue<string>());
            else if (key == "kubernetes.io/config.mirror") annotations[key] = "mirror";
        }
    }

    private void Owner(JsonObject owner)
    {
        var of = owner["kind"]!.GetValue<string>();
        var name = owner["name"]!.GetValue<string>();
        owner["name"] = of == "Pod" ? names.Pod(ns, name) : names.Name(name);
        if (owner["uid"] is { } uid) owner["uid"] = names.Uid(uid.GetValue<string>());
        if (KubeWords.IsOwnerKind(of)) return;
        owner["kind"] = names.Name(of);
        owner["apiVersion"] = "v1";
    }

    private void Claim(JsonObject claim)
    {
        var space = claim["namespace"]?.GetValue<string>() ?? "";
        if (claim["name"] is { } name) claim["name"] = names.Claim(space, name.GetValue<string>());
        if (claim["namespace"] is not null) claim["namespace"] = names.Name(space);
        if (claim["uid"] is { } uid) claim["uid"] = names.Uid(uid.GetValue<string>());
    }

    private void Consumer(JsonObject consumer)
    {
        if (consumer["name"] is { } name) consumer["name"] = consumer["resource"]?.GetValue<string>() == "pods" ? names.Pod(ns, name.GetValue<string>()) : names.Name(name.GetValue<string>());
        if (consumer["uid"] is { } uid) consumer["uid"] = names.Uid(uid.GetValue<string>());
    }
}
