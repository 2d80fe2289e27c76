using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.PodTopologySpread;

/// <summary>
/// The selector that default constraints use for a pod: what the Services that select it and the workload that owns it select
/// (docs/semantics.md 3.12). Answers are kept until one of these kinds changes.
/// </summary>
internal sealed class DefaultSelectors(Cluster cluster)
{
    private const int AnswersMax = 1 << 15;

    private readonly Dictionary<(int NamespaceId, int LabelSetId, string OwnerKind, string OwnerName), Selector> answers = [];
    private readonly Dictionary<string, List<StringMap>> serviceSelectors = new(StringComparer.Ordinal);
    private (long, long, long, long) seen = (-1, -1, -1, -1);

    /// <summary>The selector; <see cref="Selector.IsEverything"/> where nothing selects the pod: then there are no default constraints.</summary>
    public Selector Of(PodInfo pod)
    {
        FollowObjects();
        (string kind, string name) = OwnerOf(pod);
        (int, int, string, string) key = (pod.NamespaceId, pod.LabelSetId, kind, name);
        if (answers.TryGetValue(key, out Selector? known)) return known;
        if (answers.Count >= AnswersMax) answers.Clear();
        Selector made = Make(pod, kind, name);
        answers.Add(key, made);
        return made;
    }

    private static (string Kind, string Name) OwnerOf(PodInfo pod) => pod.Pod.Metadata.Controller switch
    {
        { ApiVersion: "v1", Kind: "ReplicationController" } owner => (owner.Kind, owner.Name),
        { ApiVersion: "apps/v1", Kind: "ReplicaSet" or "StatefulSet" } owner => (owner.Kind, owner.Name),
        _ => ("", ""),
    };

    private Selector Make(PodInfo pod, string ownerKind, string ownerName)
    {
        StringMap pairs = StringMap.Empty;
        foreach (StringMap selector in serviceSelectors.GetValueOrDefault(pod.Namespace) ?? [])
        {
            if (Selector.FromMap(selector).Matches(pod.Labels)) pairs = Merge(pairs, selector);
        }

        if (ownerKind == "ReplicationController" && cluster.ReplicationControllers.Find(pod.Namespace, ownerName)?.Selector is { } owned)
            pairs = Merge(pairs, owned);
        Selector merged = Selector.FromMap(pairs);
        Workload? workload = ownerKind switch
        {
            "ReplicaSet" => cluster.ReplicaSets.Find(pod.Namespace, ownerName),
            "StatefulSet" => cluster.StatefulSets.Find(pod.Namespace, ownerName),
            _ => null,
        };
        Selector? ofWorkload = Selector.Parse(workload?.Selector, out _);
        return ofWorkload is null || ofWorkload.IsNothing ? merged : merged.IsEverything ? ofWorkload : merged.And(ofWorkload);
    }

    private static StringMap Merge(StringMap pairs, StringMap more) =>
        StringMap.From(pairs.Where(pair => !more.ContainsKey(pair.Key)).Concat(more));

    private void FollowObjects()
    {
        (long, long, long, long) now =
            (cluster.Services.Version, cluster.ReplicationControllers.Version, cluster.ReplicaSets.Version, cluster.StatefulSets.Version);
        if (seen == now) return;
        seen = now;
        answers.Clear();
        serviceSelectors.Clear();
        foreach (Service service in cluster.Services.All)
        {
            if (service.Selector is null) continue;
            if (!serviceSelectors.TryGetValue(service.Metadata.Namespace, out List<StringMap>? selectors))
                serviceSelectors.Add(service.Metadata.Namespace, selectors = []);
            selectors.Add(service.Selector);
        }
    }
}
