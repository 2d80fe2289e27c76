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
    // By namespace and one pair that a pod must have: a namespace may have thousands of Services, of which few can select a pod.
    private readonly Dictionary<(string Namespace, string Key, string Value), List<(StringMap Pairs, Selector Selector)>> services = [];
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
        foreach ((string key, string value) in pod.Labels)
        {
            foreach ((StringMap selected, Selector selector) in services.GetValueOrDefault((pod.Namespace, key, value)) ?? [])
                if (selector.Matches(pod.Labels)) pairs = Merge(pairs, selected);
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
        services.Clear();
        foreach (Service service in cluster.Services.All)
        {
            // A selector without pairs adds nothing to what is selected.
            if (service.Selector is null || Selector.FromMap(service.Selector) is not { } selector || !selector.TryGetPair(out string key, out string value)) continue;
            (string, string, string) place = (service.Metadata.Namespace, key, value);
            if (!services.TryGetValue(place, out List<(StringMap, Selector)>? there)) services.Add(place, there = []);
            there.Add((service.Selector, selector));
        }
    }
}
