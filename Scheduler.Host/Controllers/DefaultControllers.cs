namespace Scheduler.Host.Controllers;

/// <summary>The controllers of a cluster, in one visible list.</summary>
public static class DefaultControllers
{
    /// <param name="view">What they see and how they write.</param>
    /// <param name="authorityPem">The certificate that pods trust the API server by.</param>
    public static IReadOnlyList<IController> Of(ClusterView view, string authorityPem) =>
    [
        new NamespaceDefaults(view, authorityPem),
        new NodeTaints(view),
        new ReplicaSetController(view),
        new DeploymentController(view),
        new NamespaceDeletion(view),
        new GarbageCollector(view),
    ];
}
