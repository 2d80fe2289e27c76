using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Plugins;

/// <summary>Objects for tests, as short as they can be written.</summary>
internal static class Given
{
    public static Node Node(string name, string cpu = "4", string memory = "8Gi", string pods = "110", params (string, string)[] labels) => new()
    {
        Metadata = new() { Name = name, Labels = StringMap.Of([("kubernetes.io/hostname", name), .. labels]) },
        Allocatable = Resources(("cpu", cpu), ("memory", memory), ("pods", pods)),
    };

    public static Pod Pod(string name, string? node = null, params (string, string)[] requests) => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Uid = "uid-" + name },
        Spec = new() { NodeName = node ?? "", Containers = [Container("main", requests)] },
    };

    public static Container Container(string name, params (string, string)[] requests) =>
        new() { Name = name, Image = "app", Resources = new() { Requests = Resources(requests) } };

    public static ResourceList Resources(params (string Name, string Amount)[] amounts) =>
        ResourceList.From(amounts.Select(item => KeyValuePair.Create(item.Name, Quantity.Parse(item.Amount))));

    /// <summary>A cluster of these nodes, and of those pods that name one.</summary>
    public static Cluster Cluster(IEnumerable<Node> nodes, params IEnumerable<Pod> pods)
    {
        Cluster cluster = new();
        foreach (Node node in nodes) cluster.AddNode(node);
        foreach (Pod pod in pods) cluster.SetPod(pod);
        return cluster;
    }

    public static PluginContext Context(Cluster cluster, object? args = null, string gates = "") =>
        new(cluster, FeatureGates.Parse(gates), args, TimeProvider.System);
}
