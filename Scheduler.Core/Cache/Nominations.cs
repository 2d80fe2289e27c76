namespace Scheduler.Core.Cache;

/// <summary>Which waiting pods have been promised room on which node.</summary>
public sealed class Nominations
{
    private readonly Dictionary<string, List<PodInfo>> byNode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> nodeByUid = new(StringComparer.Ordinal);

    /// <summary>Number of nominated pods.</summary>
    public int Count => nodeByUid.Count;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Where changes say how they are undone.</summary>
    internal UndoLog? Undo { get; set; }

    /// <summary>The names of nodes with nominated pods.</summary>
    public IEnumerable<string> Nodes => byNode.Keys;

    /// <summary>The pods nominated to a node, in order of nomination.</summary>
    public IReadOnlyList<PodInfo> On(string node) => byNode.TryGetValue(node, out List<PodInfo>? pods) ? pods : [];

    /// <summary>The node that a pod is nominated to, or null.</summary>
    public string? NodeOf(PodInfo pod) => nodeByUid.GetValueOrDefault(pod.Uid);

    /// <summary>Nominates a pod; an earlier nomination of it ends.</summary>
    public void Set(PodInfo pod, string node)
    {
        Remove(pod);
        Insert(pod, node, int.MaxValue);
        if (Undo is { IsOpen: true }) RememberAbsent(pod);
    }

    /// <summary>Ends a pod's nomination; false where it had none.</summary>
    public bool Remove(PodInfo pod)
    {
        if (!nodeByUid.Remove(pod.Uid, out string? node)) return false;
        Version++;
        List<PodInfo> pods = byNode[node];
        int place = PlaceOf(pods, pod.Uid);
        if (Undo is { IsOpen: true }) RememberPresent(pods[place], node, place);
        pods.RemoveAt(place);
        if (pods.Count == 0) byNode.Remove(node);
        return true;
    }

    // Apart from its caller, which would make a closure even for pods that are not nominated.
    private static int PlaceOf(List<PodInfo> pods, string uid) => pods.FindIndex(pod => pod.Uid == uid);

    private void Insert(PodInfo pod, string node, int place)
    {
        Version++;
        nodeByUid.Add(pod.Uid, node);
        if (!byNode.TryGetValue(node, out List<PodInfo>? pods)) byNode.Add(node, pods = []);
        pods.Insert(Math.Min(place, pods.Count), pod);
    }

    private void RememberAbsent(PodInfo pod) => Undo!.Add(() => Remove(pod));

    private void RememberPresent(PodInfo pod, string node, int place) => Undo!.Add(() => Insert(pod, node, place));
}
