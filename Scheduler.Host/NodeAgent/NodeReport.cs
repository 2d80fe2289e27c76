using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.NodeAgent;

/// <summary>What a simulated node says of itself.</summary>
internal static class NodeReport
{
    public static JsonObject Node(string name, int zone, string address, IReadOnlyDictionary<string, string> capacity, DateTimeOffset now) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject
            {
                ["kubernetes.io/hostname"] = name,
                ["kubernetes.io/os"] = "linux",
                ["kubernetes.io/arch"] = "amd64",
                ["topology.kubernetes.io/region"] = "local",
                ["topology.kubernetes.io/zone"] = $"zone-{zone}",
            },
        },
        ["spec"] = new JsonObject(),
        ["status"] = new JsonObject
        {
            ["capacity"] = Quantities(capacity),
            ["allocatable"] = Quantities(capacity),
            ["conditions"] = new JsonArray(
                Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", now),
                Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", now),
                Condition("PIDPressure", "False", "KubeletHasSufficientPID", now),
                Condition("Ready", "True", "KubeletReady", now)),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = address },
                new JsonObject { ["type"] = "Hostname", ["address"] = name }),
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = "amd64",
                ["operatingSystem"] = "linux",
                ["kubeletVersion"] = "v1.36.2-simulated",
                ["containerRuntimeVersion"] = "simulated://1",
                ["osImage"] = "simulated",
                ["kernelVersion"] = "simulated",
                ["kubeProxyVersion"] = "",
                ["machineID"] = "",
                ["systemUUID"] = "",
                ["bootID"] = "",
            },
        },
    };

    public static JsonObject Lease(JsonObject node, TimeSpan interval, DateTimeOffset now) => new()
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject
        {
            ["name"] = node.ObjectName(),
            ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = node.ObjectName(), ["uid"] = node.Uid() }),
        },
        ["spec"] = new JsonObject
        {
            ["holderIdentity"] = node.ObjectName(),
            ["leaseDurationSeconds"] = (long)(4 * interval.TotalSeconds),
            ["renewTime"] = Meta.MicroTimestamp(now),
        },
    };

    private static JsonObject Quantities(IReadOnlyDictionary<string, string> capacity) =>
        new(capacity.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonObject Condition(string type, string status, string reason, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = "simulated",
        ["lastHeartbeatTime"] = Meta.Timestamp(now),
        ["lastTransitionTime"] = Meta.Timestamp(now),
    };
}
