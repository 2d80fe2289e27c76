using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>What a simulated node says of itself.</summary>
internal static class NodeReport
{
    /// <param name="pool">What the node is like.</param>
    /// <param name="index">Its number within the pool.</param>
    /// <param name="address">Its address.</param>
    /// <param name="now">The time of its report.</param>
    public static JsonObject Node(NodePool pool, int index, string address, DateTimeOffset now)
    {
        var name = pool.NameOf(index);
        var labels = new JsonObject
        {
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["topology.kubernetes.io/region"] = pool.Region,
        };
        if (pool.Zones.Count > 0) labels["topology.kubernetes.io/zone"] = pool.Zones[index % pool.Zones.Count];
        foreach (var (key, value) in pool.Labels) labels[key] = value;
        var metadata = new JsonObject { ["name"] = name, ["labels"] = labels };
        if (pool.Annotations.Count > 0) metadata["annotations"] = Texts(pool.Annotations);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = metadata,
            ["spec"] = Spec(pool),
            ["status"] = Status(pool, name, address, now),
        };
    }

    /// <summary>A patch that says that a node is well.</summary>
    public static JsonObject Ready(DateTimeOffset now) => new() { ["status"] = new JsonObject { ["conditions"] = Conditions(now) } };

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

    private static JsonObject Spec(NodePool pool)
    {
        var spec = new JsonObject();
        if (pool.Unschedulable) spec["unschedulable"] = true;
        if (pool.Taints.Count > 0)
            spec["taints"] = new JsonArray([.. pool.Taints.Select(one => (JsonNode)new JsonObject { ["key"] = one.Key, ["value"] = one.Value, ["effect"] = one.Effect })]);
        return spec;
    }

    private static JsonObject Status(NodePool pool, string name, string address, DateTimeOffset now)
    {
        var allocatable = Texts(pool.Capacity);
        foreach (var (resource, amount) in pool.Allocatable) allocatable[resource] = amount;
        return new JsonObject
        {
            ["capacity"] = Texts(pool.Capacity),
            ["allocatable"] = allocatable,
            ["conditions"] = Conditions(now),
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
        };
    }

    private static JsonArray Conditions(DateTimeOffset now) => new(
        Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", now),
        Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", now),
        Condition("PIDPressure", "False", "KubeletHasSufficientPID", now),
        Condition("Ready", "True", "KubeletReady", now));

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts) => new(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

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
