using Scheduler.Host.Controllers.Garbage;
using Scheduler.Host.Controllers.Namespaces;
using Scheduler.Host.Controllers.Nodes;
using Scheduler.Host.Controllers.Volumes;
using Scheduler.Host.Controllers.Workloads;

namespace Scheduler.Host.Controllers;

/// <summary>The controllers of a cluster, in one visible list, by the names that <c>up --controllers</c> takes.</summary>
public static class ControllerCatalog
{
    /// <summary>In this order they look at what has changed.</summary>
    private static readonly (string Name, Func<ClusterView, string, IController[]> Make)[] Table =
    [
        (ServiceAccountDefaults.ControllerName, (view, _) => [new ServiceAccountDefaults(view)]),
        (RootAuthority.ControllerName, (view, authority) => [new RootAuthority(view, authority)]),
        ("node-lifecycle", (view, _) => [new NodeTaints(view), new NodeHealth(view)]),
        ("taint-eviction", (view, _) => [new TaintEviction(view)]),
        ("replicaset", (view, _) => [new ReplicaSetController(view)]),
        ("deployment", (view, _) => [new DeploymentController(view)]),
        ("persistentvolume-binder", (view, _) => [new VolumeBinder(view)]),
        ("volume-provisioner", (view, _) => [new VolumeProvisioner(view)]),
        ("volume-protection", (view, _) => [new VolumeProtection(view)]),
        ("namespace", (view, _) => [new NamespaceDeletion(view)]),
        ("garbage-collector", (view, _) => [new GarbageCollector(view)]),
        ("pod-garbage-collector", (view, _) => [new PodGarbage(view)]),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(one => one.Name)];

    /// <param name="names">Which ones.</param>
    /// <param name="view">What they see and how they write.</param>
    /// <param name="authorityPem">The certificate that pods trust the API server by.</param>
    public static IReadOnlyList<IController> Of(IReadOnlyCollection<string> names, ClusterView view, string authorityPem) =>
        [.. Table.Where(one => names.Contains(one.Name)).SelectMany(one => one.Make(view, authorityPem))];

    /// <summary>Reads <c>all</c>, <c>none</c> or names with commas between them.</summary>
    /// <exception cref="FormatException">A name is not known; the message lists those that are.</exception>
    public static IReadOnlyList<string> Parse(string list)
    {
        if (list == "all") return Names;
        if (list == "none") return [];
        var asked = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0) throw new FormatException($"no controller is named: write all, none, or some of {string.Join(", ", Names)}");
        var unknown = asked.Where(name => !Names.Contains(name)).ToList();
        if (unknown.Count > 0) throw new FormatException($"there is no controller {string.Join(", ", unknown)}: write all, none, or some of {string.Join(", ", Names)}");
        return [.. Names.Where(asked.Contains)];
    }
}
