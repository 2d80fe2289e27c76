namespace Scheduler.Core.Cache.Counters;

/// <summary>All counters of a cluster, made when first asked for and dropped when the room is needed for others.</summary>
/// <remarks>
/// Binding a pod costs as many additions as there are counters that its class matches; a decision reads counts per domain. A counter that nobody
/// asked for lately is dropped when there are more than <see cref="CounterMax"/>; its next use counts anew, so nothing depends on what was dropped.
/// </remarks>
public sealed class PodCounters
{
    // 64 MiB of counts by row or host name: 16 Mi of all counters together, and never fewer than 64 counters.
    private const int RowsOfAllMax = 1 << 24;
    private const int InclusionsMax = 1 << 12;

    private readonly Cluster cluster;
    private readonly Dictionary<PodQuestion, PodCounter> byQuestion = [];
    private readonly Dictionary<NodeInclusion, IncludedNodes> inclusions = [];
    private readonly Dictionary<(LabelColumn Column, IncludedNodes Included, bool AbsentIsEmpty), DomainRows> rows = [];
    private readonly PairIndex<PodCounter> counterIndex = new();
    private readonly ClassIndex classIndex;
    private long uses;
    private long namespacesSeen;
    private int classesMet;

    internal PodCounters(Cluster cluster)
    {
        this.cluster = cluster;
        classIndex = new(cluster.Pods);
    }

    /// <summary>Number of counters.</summary>
    public int Count => byQuestion.Count;

    /// <summary>Number of counters above which the least used half is dropped.</summary>
    public int CounterMax { get; set; } = 1 << 12;

    /// <summary>Number of times that a counter was filled from the pods, for tests and metrics.</summary>
    public long FilledCount { get; private set; }

    /// <summary>The counter of a question. Not to be called while something is tried.</summary>
    public PodCounter Of(PodQuestion question)
    {
        FollowNamespaces();
        if (!byQuestion.TryGetValue(question, out PodCounter? counter))
        {
            DropUnused();
            byQuestion.Add(question, counter = new(question));
            Index(counter);
            Fill(counter);
        }

        counter.LastUse = ++uses;
        return counter;
    }

    /// <summary>Marks a counter that is already at hand as used, and brings it up to date with the namespaces.</summary>
    public void Use(PodCounter counter)
    {
        FollowNamespaces();
        counter.LastUse = ++uses;
    }

    /// <summary>The rows of an inclusion.</summary>
    public IncludedNodes Included(NodeInclusion inclusion)
    {
        if (inclusions.TryGetValue(inclusion, out IncludedNodes? known)) return known;
        if (inclusions.Count >= InclusionsMax)
        {
            // Who holds one of them goes on with it.
            inclusions.Clear();
            rows.Clear();
        }

        IncludedNodes made = new(inclusion, cluster.Nodes);
        inclusions.Add(inclusion, made);
        return made;
    }

    /// <summary>The domains of included rows by a label.</summary>
    /// <param name="column">The label.</param>
    /// <param name="inclusion">The nodes that count.</param>
    /// <param name="absentIsEmpty">Whether a node without the label counts as one with the empty value.</param>
    public DomainRows Rows(LabelColumn column, NodeInclusion inclusion, bool absentIsEmpty = false)
    {
        IncludedNodes included = Included(inclusion);
        if (rows.TryGetValue((column, included, absentIsEmpty), out DomainRows? known)) return known;
        DomainRows made = new(column, included, absentIsEmpty, cluster.Nodes);
        rows.Add((column, included, absentIsEmpty), made);
        return made;
    }

    /// <summary>Asks the counters about classes that are new. A class is met before any of its pods is counted.</summary>
    internal void MeetClasses()
    {
        while (classesMet < cluster.Pods.Classes.Count)
        {
            PodClass met = cluster.Pods.Classes[classesMet++];
            classIndex.Add(met);
            if (byQuestion.Count == 0) continue;
            foreach (PodCounter counter in counterIndex.WithoutPair) Meet(counter, met);
            foreach (ref readonly KeyValuePair<string, string> pair in met.Labels.Pairs)
                foreach (PodCounter counter in counterIndex.With(pair.Key, pair.Value)) Meet(counter, met);
        }
    }

    /// <summary>Counts a pod that has come to its row (+1) or is about to leave it (-1).</summary>
    internal void Move(PodInfo pod, int change)
    {
        foreach (PodCounter counter in pod.Class!.Counters)
            if (counter.Counts(pod)) counter.Add(pod.Row, change);
    }

    private void Meet(PodCounter counter, PodClass met)
    {
        if (counter.Question.Matches(met, cluster.Namespaces)) met.Counters.Add(counter);
    }

    private void Index(PodCounter counter)
    {
        if (counter.Question.TryGetPair(out string key, out string value)) counterIndex.Add(key, value, counter);
        else counterIndex.Add(counter);
    }

    private void Fill(PodCounter counter)
    {
        FilledCount++;
        IReadOnlyList<PodClass> classes = counter.Question.TryGetPair(out string key, out string value)
            ? classIndex.With(key, value)
            : counter.Question.OnlyNamespaceId is int only and >= 0 ? cluster.Pods.ClassesOf(only) : cluster.Pods.Classes;
        for (int i = 0; i < classes.Count; i++)
            if (counter.Question.Matches(classes[i], cluster.Namespaces)) Attach(counter, classes[i]);
    }

    private static void Attach(PodCounter counter, PodClass pods)
    {
        pods.Counters.Add(counter);
        foreach (PodInfo pod in pods.Members)
            if (counter.Counts(pod)) counter.Add(pod.Row, 1);
    }

    private static void Detach(PodCounter counter, PodClass pods)
    {
        pods.Counters.Remove(counter);
        foreach (PodInfo pod in pods.Members)
            if (counter.Counts(pod)) counter.Add(pod.Row, -1);
    }

    // Namespaces came, went, or got other labels: classes may have changed sides.
    private void FollowNamespaces()
    {
        if (namespacesSeen == cluster.Namespaces.Version) return;
        namespacesSeen = cluster.Namespaces.Version;
        foreach (PodCounter counter in byQuestion.Values)
        {
            if (!counter.Question.ReadsNamespaces) continue;
            foreach (PodClass pods in cluster.Pods.Classes)
            {
                bool matched = pods.Counters.Contains(counter);
                bool matches = counter.Question.Matches(pods, cluster.Namespaces);
                if (matches && !matched) Attach(counter, pods);
                if (matched && !matches) Detach(counter, pods);
            }
        }
    }

    private void DropUnused()
    {
        int max = Math.Min(CounterMax, Math.Max(64, RowsOfAllMax / Math.Max(1, cluster.Nodes.RowCount)));
        if (byQuestion.Count < max) return;
        foreach (PodCounter counter in byQuestion.Values.OrderBy(counter => counter.LastUse).Take((byQuestion.Count / 2) + 1).ToArray())
        {
            counter.IsDropped = true;
            byQuestion.Remove(counter.Question);
        }

        foreach (PodClass pods in cluster.Pods.Classes) pods.Counters.RemoveAll(counter => counter.IsDropped);
        foreach (DomainRows domains in rows.Values) domains.RemoveDropped();
        counterIndex.Clear();
        foreach (PodCounter counter in byQuestion.Values) Index(counter);
    }
}
