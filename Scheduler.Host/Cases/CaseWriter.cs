using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Host.Cases;

/// <summary>Writes the state of a cluster and one pod's expected result as a golden case, so that a difference can be played again.</summary>
/// <param name="folder">Where the files go.</param>
/// <param name="configuration">The configuration in force.</param>
/// <param name="features">The feature gates in force.</param>
public sealed class CaseWriter(string folder, SchedulerConfiguration configuration, FeatureGates features)
{
    /// <summary>Writes <c>difference-NAMESPACE-POD.json</c> and returns its path.</summary>
    public string Write(Cluster cluster, PodInfo pod, JsonObject expected)
    {
        JsonObject input = [];
        foreach ((KubeKind kind, IEnumerable<IKubeObject> objects) in Objects(cluster))
        {
            JsonArray items = new([.. objects.Select(ToNode)]);
            if (items.Count > 0) input[kind.Info().Plural] = items;
        }

        input["pending"] = new JsonArray(ToNode(pod.Pod));
        input["config"] = ConfigNode();
        if (features.Changed.Any())
            input["featureGates"] = new JsonObject(features.Changed.Select(gate => KeyValuePair.Create(gate.Key, (JsonNode?)gate.Value)));
        string name = $"difference-{pod.Namespace}-{pod.Name}";
        JsonObject document = new()
        {
            ["name"] = name,
            ["family"] = "difference",
            ["kubernetesVersion"] = "v1.36.2",
            ["input"] = input,
            ["expect"] = new JsonObject { ["pods"] = new JsonArray(expected.DeepClone()) },
        };
        string path = Path.Combine(folder, name + ".json");
        File.WriteAllText(path, document.ToJsonString(), new UTF8Encoding(false));
        return path;
    }

    private JsonNode ConfigNode()
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text)) configuration.Write(writer, features);
        return JsonNode.Parse(text.ToArray())!;
    }

    private static IEnumerable<(KubeKind Kind, IEnumerable<IKubeObject> Objects)> Objects(Cluster cluster) =>
    [
        (KubeKind.Node, Nodes(cluster)),
        (KubeKind.Pod, Pods(cluster)),
        (KubeKind.Namespace, cluster.Namespaces.All),
        (KubeKind.Service, cluster.Services.All),
        (KubeKind.ReplicationController, cluster.ReplicationControllers.All),
        (KubeKind.ReplicaSet, cluster.ReplicaSets.All),
        (KubeKind.StatefulSet, cluster.StatefulSets.All),
        (KubeKind.PodDisruptionBudget, cluster.PodDisruptionBudgets.All),
        (KubeKind.PersistentVolume, cluster.PersistentVolumes.All),
        (KubeKind.PersistentVolumeClaim, cluster.PersistentVolumeClaims.All),
        (KubeKind.StorageClass, cluster.StorageClasses.All),
        (KubeKind.CsiNode, cluster.CsiNodes.All),
        (KubeKind.CsiDriver, cluster.CsiDrivers.All),
        (KubeKind.CsiStorageCapacity, cluster.CsiStorageCapacities.All),
        (KubeKind.VolumeAttachment, cluster.VolumeAttachments.All),
        (KubeKind.ResourceClaim, cluster.ResourceClaims.All),
        (KubeKind.ResourceSlice, cluster.ResourceSlices.All),
        (KubeKind.DeviceClass, cluster.DeviceClasses.All),
    ];

    private static IEnumerable<IKubeObject> Nodes(Cluster cluster)
    {
        foreach (int row in cluster.Nodes.Live) yield return cluster.Nodes.Node(row);
    }

    /// <summary>Placed pods with their nodes, assumed ones included; and the nominated ones, which wait.</summary>
    private static IEnumerable<IKubeObject> Pods(Cluster cluster)
    {
        foreach (int row in cluster.Nodes.Live)
        {
            string node = cluster.Nodes.Name(row);
            foreach (PodInfo pod in cluster.Nodes.Pods(row).ToArray())
                yield return pod.Pod with { Spec = pod.Pod.Spec with { NodeName = node }, Status = pod.Pod.Status with { StartTime = pod.StartTime } };
        }

        foreach (string node in cluster.Nominations.Nodes)
            foreach (PodInfo pod in cluster.Nominations.On(node))
                yield return pod.Pod with { Status = pod.Pod.Status with { NominatedNodeName = node } };
    }

    private static JsonNode ToNode(IKubeObject obj) => JsonNode.Parse(ObjectWriter.ToJson(obj), documentOptions: new JsonDocumentOptions { MaxDepth = 128 })!;
}
