using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling;

/// <summary>The kinds that decisions read, and how they are followed.</summary>
internal static class ServedKinds
{
    /// <summary>Pods that have ended count nowhere: the server need not tell of them. One that ends is told as deleted.</summary>
    private const string LivePods = "status.phase!=Succeeded,status.phase!=Failed";

    /// <summary>All kinds that are followed, by resource. Kinds that a server does not have are left out by their informers.</summary>
    public static IReadOnlyDictionary<ApiResource, KubeKind> All { get; } = KubeKinds.Table.ToArray()
        .Where(info => info.Kind is not (KubeKind.Deployment or KubeKind.DaemonSet or KubeKind.Job or KubeKind.PriorityClass))
        .ToDictionary(info => Resources.Of(info.Group, info.Version, info.Plural.ToLowerInvariant()), info => info.Kind);

    /// <summary>Follows a resource; objects are decoded beside the decision thread, each resource with a reader of its own.</summary>
    /// <param name="client">The server.</param>
    /// <param name="resource">One of <see cref="All"/>.</param>
    /// <param name="tell">Told of every change.</param>
    /// <param name="refused">Told of what the server refuses and of objects that cannot be read.</param>
    /// <param name="clock">For pauses.</param>
    /// <param name="protobuf">Objects come as protobuf, where the server can do that.</param>
    public static Informer Follow(IApiClient client, ApiResource resource, Action<Change> tell, Action<string> refused, TimeProvider clock, bool protobuf = false)
    {
        KubeKind kind = All[resource];
        KubeReader reader = new();
        return new(client, resource, tell, clock, kind == KubeKind.Pod ? LivePods : "")
        {
            Options = new() { Decode = (json, key) => reader.Read(json, kind, key), Refused = refused, Protobuf = protobuf },
        };
    }
}
