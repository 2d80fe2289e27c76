namespace Scheduler.Core.Cache;

/// <summary>The placed pods, grouped by what is asked about them: namespace and labels.</summary>
/// <remarks>Invariant: every pod with <c>Row >= 0</c> is in exactly one class.</remarks>
public sealed class PodTable
{
    private readonly Dictionary<(int NamespaceId, int LabelSetId), PodClass> classByKey = [];
    private readonly List<PodClass> classes = [];
    private readonly List<List<PodClass>> classesByNamespace = [];

    /// <summary>Number of placed pods.</summary>
    public int Count { get; private set; }

    /// <summary>Which claims the placed pods name.</summary>
    public ClaimUsers ClaimUsers { get; } = new();

    /// <summary>All classes ever seen, also those without members now; a class's id is its index.</summary>
    public IReadOnlyList<PodClass> Classes => classes;

    /// <summary>The classes of one namespace.</summary>
    public IReadOnlyList<PodClass> ClassesOf(int namespaceId) => namespaceId < classesByNamespace.Count ? classesByNamespace[namespaceId] : [];

    internal void Add(PodInfo pod)
    {
        Count++;
        pod.Class = ClassOf(pod);
        pod.Class.Add(pod);
        ClaimUsers.Add(pod, 1);
    }

    internal void Remove(PodInfo pod)
    {
        Count--;
        pod.Class!.Remove(pod);
        pod.Class = null;
        ClaimUsers.Add(pod, -1);
    }

    private PodClass ClassOf(PodInfo pod)
    {
        if (classByKey.TryGetValue((pod.NamespaceId, pod.LabelSetId), out PodClass? known)) return known;
        PodClass made = new(classes.Count, pod.NamespaceId, pod.Namespace, pod.LabelSetId, pod.Labels);
        classByKey.Add((pod.NamespaceId, pod.LabelSetId), made);
        classes.Add(made);
        while (classesByNamespace.Count <= pod.NamespaceId) classesByNamespace.Add([]);
        classesByNamespace[pod.NamespaceId].Add(made);
        return made;
    }
}
