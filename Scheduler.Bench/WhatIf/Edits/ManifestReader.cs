using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Reads manifests in YAML or JSON. The reader of dumps passes pod templates over; here they become pods with an owner.</summary>
public static class ManifestReader
{
    /// <exception cref="InputException">It cannot be read, or holds a kind of workload that makes no sense here.</exception>
    /// <exception cref="ReadException">Something in it is wrong.</exception>
    public static Manifest ReadFile(string path, KubeReader reader) => Read(Files.ReadText(path), path, reader);

    /// <inheritdoc cref="ReadFile"/>
    public static Manifest Read(string text, string source, KubeReader reader)
    {
        List<ManifestPods> pods = [];
        ClusterObjects others = new();
        YamlToJson.Convert(text, source, (json, _) =>
        {
            if (JsonNode.Parse(json) is not JsonObject document) throw new InputException("is no object", source);
            foreach (JsonObject item in Items(document)) Take(item);
        });
        if (pods.Count == 0 && others.Count == 0) throw new InputException("holds no objects", source);
        return new(pods, others);

        void Take(JsonObject item)
        {
            string kind = Text(item["kind"]);
            JsonNode? spec = item["spec"];
            switch (kind)
            {
                case "Pod":
                    pods.Add(new(PodOf(item, source, reader), 1, IsWorkload: false));
                    break;
                case "Deployment" or "ReplicaSet" or "StatefulSet" or "ReplicationController":
                    pods.Add(new(Template(item, spec?["template"], source, reader), Number(spec?["replicas"]), IsWorkload: true));
                    if (kind == "Deployment") others.TryAdd(ReplicaSetOf(item, source, reader), KubeKind.ReplicaSet, source, out _);
                    else reader.ReadAny(Bytes(item), others, source);
                    break;
                case "Job":
                    pods.Add(new(Template(item, spec?["template"], source, reader), Number(spec?["parallelism"]), IsWorkload: true));
                    break;
                case "CronJob":
                    pods.Add(new(Template(item, spec?["jobTemplate"]?["spec"]?["template"], source, reader), Number(spec?["jobTemplate"]?["spec"]?["parallelism"]), IsWorkload: true));
                    break;
                case "DaemonSet":
                    throw new InputException($"DaemonSet {Name(item)}: its pods follow nodes, not replicas; write pods instead", source);
                default:
                    reader.ReadAny(Bytes(item), others, source);
                    break;
            }
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject document) =>
        Text(document["kind"]) == "List" && document["items"] is JsonArray items ? items.OfType<JsonObject>() : [document];

    private static Pod Template(JsonObject owner, JsonNode? template, string source, KubeReader reader)
    {
        if (template is not JsonObject) throw new InputException($"{Text(owner["kind"])} {Name(owner)}: has no pod template", source);
        JsonObject metadata = template["metadata"]?.DeepClone() as JsonObject ?? [];
        string kind = Text(owner["kind"]);
        metadata["name"] = Name(owner);
        metadata["namespace"] = Namespace(owner);
        metadata["ownerReferences"] = new JsonArray(new JsonObject
        {
            // Pods of a Deployment belong to its ReplicaSet.
            ["apiVersion"] = Text(owner["apiVersion"]),
            ["kind"] = kind == "Deployment" ? "ReplicaSet" : kind,
            ["name"] = Name(owner),
            ["uid"] = $"{kind}/{Name(owner)}",
            ["controller"] = true,
        });
        return PodOf(new() { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = template["spec"]?.DeepClone() }, source, reader);
    }

    private static Pod PodOf(JsonObject json, string source, KubeReader reader)
    {
        ClusterObjects read = new();
        reader.ReadAny(Bytes(json), read, source);
        Pod pod = read.Pods[0];
        return pod with
        {
            Metadata = pod.Metadata with { Namespace = pod.Metadata.Namespace.Length == 0 ? "default" : pod.Metadata.Namespace },
            Spec = pod.Spec with { NodeName = "" },
            Status = new() { Phase = "Pending" },
        };
    }

    private static Workload ReplicaSetOf(JsonObject deployment, string source, KubeReader reader)
    {
        ClusterObjects read = new();
        reader.ReadAny(Bytes(deployment), read, source);
        Workload workload = read.Workloads[0];
        return workload with { Kind = "ReplicaSet", Metadata = workload.Metadata with { Namespace = Namespace(deployment) } };
    }

    private static int Number(JsonNode? written) => written is JsonValue value && value.TryGetValue(out int number) ? number : 1;

    private static string Name(JsonObject obj) => Text(obj["metadata"]?["name"]);

    private static string Namespace(JsonObject obj) => Text(obj["metadata"]?["namespace"]) is { Length: > 0 } name ? name : "default";

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
