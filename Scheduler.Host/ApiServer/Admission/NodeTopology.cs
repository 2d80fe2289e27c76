using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>
/// The zone and region labels of nodes, which their pods take over. Read once per version of a node: bindings ask for them thousands of times a
/// second, and nodes are large documents.
/// </summary>
public sealed class NodeTopology(ResourceCatalog catalog, ObjectStore objects)
{
    private static readonly string[] Keys = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Revision, IReadOnlyList<KeyValuePair<string, string>> Labels)> known = [];

    /// <summary>Nothing for a node that does not exist.</summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> LabelsOf(string node, CancellationToken cancellation)
    {
        if (await objects.Find(catalog.Nodes, null, node, cancellation) is not { } stored) return [];
        lock (gate)
        {
            if (known.TryGetValue(node, out var entry) && entry.Revision == stored.Revision) return entry.Labels;
        }
        var labels = Read(stored);
        lock (gate) known[node] = (stored.Revision, labels);
        return labels;
    }

    private static List<KeyValuePair<string, string>> Read(StoredObject stored)
    {
        var labels = stored.Parse().Labels() ?? [];
        return [.. Keys.Where(key => labels.Text(key) is not null).Select(key => new KeyValuePair<string, string>(key, labels.Text(key)!))];
    }
}
