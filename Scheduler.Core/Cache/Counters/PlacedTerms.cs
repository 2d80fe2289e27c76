namespace Scheduler.Core.Cache.Counters;

/// <summary>The affinity terms of placed pods, each with the domains it is carried in: the way from a waiting pod to the terms that concern it.</summary>
/// <remarks>
/// Binding a pod costs one addition for each of its terms. A term is asked once for all waiting pods of one namespace and label set; the answers are
/// kept until namespaces change, and terms that are new since are asked then. Pods that are on a row only for a moment
/// (<see cref="Cluster.Try"/>) are not counted.
/// </remarks>
public sealed class PlacedTerms
{
    private const int AnswersMax = 1 << 16;

    private readonly Cluster cluster;
    private readonly List<TermCounts?> byTermId = [];
    private readonly List<TermCounts> all = [];
    private readonly Dictionary<string, TopologyRows> topologies = new(StringComparer.Ordinal);
    private readonly Dictionary<(int NamespaceId, int LabelSetId), Answer> answers = [];
    private readonly PairIndex<TermCounts> index = new();
    private long readUpTo;

    internal PlacedTerms(Cluster cluster) => this.cluster = cluster;

    /// <summary>Number of distinct terms that placed pods carry or have carried.</summary>
    public int Count => all.Count;

    /// <summary>The terms of placed pods that match a waiting pod, terms that nobody carries any more included. Good until the next call.</summary>
    public ReadOnlySpan<TermCounts> Matching(PodInfo waiting)
    {
        Refresh();
        if (!answers.TryGetValue((waiting.NamespaceId, waiting.LabelSetId), out Answer? answer))
        {
            if (answers.Count >= AnswersMax) answers.Clear();
            answers.Add((waiting.NamespaceId, waiting.LabelSetId), answer = new() { NamespacesSeen = -1 });
        }

        if (answer.NamespacesSeen != cluster.Namespaces.Version) AskAnew(answer, waiting);
        else for (int i = answer.Asked; i < all.Count; i++) Ask(answer, all[i], waiting, cluster.NamespaceLabels(waiting.Namespace));
        answer.Asked = all.Count;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(answer.Terms);
    }

    /// <summary>Counts a pod that has come to its row (+1) or is about to leave it (-1).</summary>
    internal void Move(PodInfo pod, int change)
    {
        if (pod.Affinity.IsPresent) Add(pod.Affinity, pod.Row, change);
    }

    private void AskAnew(Answer answer, PodInfo waiting)
    {
        answer.Terms.Clear();
        answer.NamespacesSeen = cluster.Namespaces.Version;
        Objects.StringMap namespaceLabels = cluster.NamespaceLabels(waiting.Namespace);
        foreach (TermCounts term in index.WithoutPair) Ask(answer, term, waiting, namespaceLabels);
        foreach (ref readonly KeyValuePair<string, string> pair in waiting.Labels.Pairs)
            foreach (TermCounts term in index.With(pair.Key, pair.Value)) Ask(answer, term, waiting, namespaceLabels);
    }

    private static void Ask(Answer answer, TermCounts term, PodInfo waiting, Objects.StringMap namespaceLabels)
    {
        if (term.Term.Matches(waiting, namespaceLabels)) answer.Terms.Add(term);
    }

    private void Refresh()
    {
        ChangeLog log = cluster.Nodes.ShapeChanges;
        while (readUpTo < log.Latest)
        {
            if (!log.TryRead(readUpTo + 1, out Change change))
            {
                readUpTo = log.Latest;
                for (int row = 0; row < cluster.Nodes.RowCount; row++) ReadRow(row);
                return;
            }

            readUpTo++;
            ReadRow(change.Row);
        }
    }

    // The pods of the row leave the domains that the row was accounted to, and enter those that it is in now.
    private void ReadRow(int row)
    {
        ReadOnlySpan<PodInfo> pods = cluster.Nodes.Pods(row);
        foreach (PodInfo pod in pods) Move(pod, -1);
        foreach (TopologyRows topology in topologies.Values) topology.Read(row);
        foreach (PodInfo pod in pods) Move(pod, 1);
    }

    private void Add(AffinityTerms terms, int row, int change)
    {
        foreach (AffinityTerm term in terms.RequiredAntiAffinity) Add(Of(term), of => of.RequiredAntiAffinity, row, change);
        foreach (AffinityTerm term in terms.RequiredAffinity) Add(Of(term), of => of.RequiredAffinity, row, change);
        foreach (WeightedAffinityTerm weighted in terms.PreferredAffinity) AddPreference(Of(weighted.Term), row, change, weighted.Weight);
        foreach (WeightedAffinityTerm weighted in terms.PreferredAntiAffinity) AddPreference(Of(weighted.Term), row, change, -weighted.Weight);
    }

    private static void Add(TermCounts counts, Func<TermCounts, Tally> tally, int row, int change)
    {
        int domain = counts.Topology[row];
        if (domain >= 0) tally(counts).Add(domain, change);
    }

    private static void AddPreference(TermCounts counts, int row, int change, int weight)
    {
        int domain = counts.Topology[row];
        if (domain < 0) return;
        counts.PreferredWeight.Add(domain, change * weight);
        counts.Preferences.Add(domain, change);
    }

    private TermCounts Of(AffinityTerm term)
    {
        while (byTermId.Count <= term.Id) byTermId.Add(null);
        if (byTermId[term.Id] is { } known) return known;
        TermCounts made = new(term, TopologyOf(term.TopologyKey));
        byTermId[term.Id] = made;
        all.Add(made);
        if (term.Selector.TryGetPair(out string key, out string value)) index.Add(key, value, made);
        else index.Add(made);
        return made;
    }

    private TopologyRows TopologyOf(string key)
    {
        if (topologies.TryGetValue(key, out TopologyRows? known)) return known;
        TopologyRows made = new(cluster.Nodes.LabelColumn(key));
        foreach (int row in cluster.Nodes.Live) made.Read(row);
        topologies.Add(key, made);
        return made;
    }

    private sealed class Answer
    {
        public List<TermCounts> Terms { get; } = [];

        public int Asked { get; set; }

        public long NamespacesSeen { get; set; }
    }
}
