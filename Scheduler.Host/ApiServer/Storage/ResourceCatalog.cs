using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>Every resource that is served, by its path. Resources without storage (reviews) are here too.</summary>
public sealed class ResourceCatalog
{
    private readonly FrozenDictionary<(string Group, string Version, string Name), ServedResource> byPath;

    public ResourceCatalog(ApiSchema schema)
    {
        Schema = schema;
        byPath = schema.Resources.Select(api => Serve(schema, api)).ToFrozenDictionary(served => (served.Group, served.Api.Version, served.Name));
        Namespaces = this["", "namespaces"];
        Nodes = this["", "nodes"];
        Pods = this["", "pods"];
        Services = this["", "services"];
        ServiceAccounts = this["", "serviceaccounts"];
        LimitRanges = this["", "limitranges"];
        PriorityClasses = this["scheduling.k8s.io", "priorityclasses"];
        RuntimeClasses = this["node.k8s.io", "runtimeclasses"];
        StorageClasses = this["storage.k8s.io", "storageclasses"];
        DisruptionBudgets = this["policy", "poddisruptionbudgets"];
    }

    public ApiSchema Schema { get; }
    public ServedResource Namespaces { get; }
    public ServedResource Nodes { get; }
    public ServedResource Pods { get; }
    public ServedResource Services { get; }
    public ServedResource ServiceAccounts { get; }
    public ServedResource LimitRanges { get; }
    public ServedResource PriorityClasses { get; }
    public ServedResource RuntimeClasses { get; }
    public ServedResource StorageClasses { get; }
    public ServedResource DisruptionBudgets { get; }

    public IEnumerable<ServedResource> All => byPath.Values;

    /// <summary>A v1 resource that is known to be served.</summary>
    public ServedResource this[string group, string name] => byPath[(group, "v1", name)];

    public bool TryFind(string group, string version, string name, [NotNullWhen(true)] out ServedResource? resource) =>
        byPath.TryGetValue((group, version, name), out resource);

    private static ServedResource Serve(ApiSchema schema, ApiResource api)
    {
        switch (api.Group, api.Version, api.Name)
        {
            case ("events.k8s.io", "v1", "events"):
                schema.TryFindResource("", "v1", "events", out var core);
                return new ServedResource(api, core, EventConversion.ToCore, EventConversion.FromCore);
            case ("autoscaling", "v1", "horizontalpodautoscalers"):
                schema.TryFindResource("autoscaling", "v2", "horizontalpodautoscalers", out var newer);
                return new ServedResource(api, newer, AutoscalerConversion.ToV2, AutoscalerConversion.FromV2);
            default:
                return new ServedResource(api);
        }
    }
}
