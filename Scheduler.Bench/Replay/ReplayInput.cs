using Scheduler.Bench.Generate;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Replay;

/// <summary>A cluster with its placed pods, the pods to place in order, and what the dump leaves open.</summary>
public sealed class ReplayInput
{
    private readonly PodPriorities priorities;
    private readonly bool fromScratch;
    private readonly bool byPriority;
    private readonly Func<string, bool> schedules;
    private int terminal;
    private int stray;

    private ReplayInput(Cluster cluster, ClusterObjects objects, PodPriorities priorities, bool fromScratch, bool byPriority, Func<string, bool> schedules)
    {
        Cluster = cluster;
        Objects = objects;
        this.priorities = priorities;
        this.fromScratch = fromScratch;
        this.byPriority = byPriority;
        this.schedules = schedules;
    }

    public Cluster Cluster { get; }

    public ClusterObjects Objects { get; }

    /// <summary>The pods to place, in order. Gated pods and pods of other schedulers are among them: the engine says so.</summary>
    public List<PodInfo> Queue { get; } = [];

    /// <summary>Where the pods of the queue ran in the dump, by key; pending ones are not there.</summary>
    public Dictionary<string, string> NodeBefore { get; } = new(StringComparer.Ordinal);

    /// <summary>Sentences about what real dumps contain and scheduling passes over, with counts.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Builds the state.</summary>
    /// <param name="objects">The dump.</param>
    /// <param name="fromScratch">True: pods that are not a daemon's come off their nodes.</param>
    /// <param name="byPriority">True: higher priority first; equal ones, and otherwise all, by creation time, namespace and name.</param>
    /// <param name="schedules">Whether a scheduler name is one of ours; others' pods stay where they are.</param>
    public static ReplayInput Build(ClusterObjects objects, bool fromScratch, bool byPriority, Func<string, bool> schedules)
    {
        Cluster cluster = new();
        cluster.LoadObjects(objects);
        ReplayInput input = new(cluster, objects, new(objects.PriorityClasses), fromScratch, byPriority, schedules);
        foreach (Pod written in objects.Pods) input.Admit(written);
        input.Sort();
        input.Warn();
        return input;
    }

    /// <summary>The same cluster as it is now, with other pods: for a branch of the cluster.</summary>
    /// <param name="stays">Which pods of this queue have a turn.</param>
    /// <param name="pods">Pods that come: placed ones count on their nodes at once, the others have a turn.</param>
    public ReplayInput With(Func<PodInfo, bool> stays, IEnumerable<Pod> pods)
    {
        ReplayInput input = new(Cluster, Objects, priorities, fromScratch, byPriority, schedules);
        foreach (PodInfo pod in Queue)
        {
            if (!stays(pod)) continue;
            input.Queue.Add(pod);
            if (NodeBefore.TryGetValue(pod.Key, out string? node)) input.NodeBefore.Add(pod.Key, node);
        }

        int sorted = input.Queue.Count;
        foreach (Pod pod in pods) input.Admit(pod);

        // What stays is in order already, and is most of it.
        if (input.Queue.Count > sorted) input.Sort();
        return input;
    }

    /// <summary>Another order of pods that are equal in rank: the one in which they might have come as well.</summary>
    public void Shuffle(ulong seed)
    {
        SeededRandom random = new(seed);
        Dictionary<PodInfo, ulong> keys = Queue.ToDictionary(pod => pod, _ => random.NextBits());
        Queue.Sort((a, b) =>
        {
            int order = byPriority ? b.Priority.CompareTo(a.Priority) : 0;
            return order != 0 ? order : keys[a].CompareTo(keys[b]);
        });
    }

    private void Admit(Pod written)
    {
        Pod pod = priorities.Fill(written);
        bool ended = pod.Status.Phase is "Succeeded" or "Failed";
        if (ended) terminal++;
        else if (pod.Spec.NodeName.Length == 0) Enqueue(pod);
        else if (fromScratch && IsMovable(pod) && schedules(pod.Spec.SchedulerName)) TakeOff(pod);
        else if (Cluster.SetPod(pod) is { Row: < 0 }) stray++;
    }

    /// <summary>True for pods that a scheduler placed and could place elsewhere: no daemon's, no static pod, not on its way out.</summary>
    public static bool IsMovable(Pod pod) =>
        pod.Metadata.DeletionTimestamp is null
        && pod.Metadata.Controller?.Kind is not ("DaemonSet" or "Node")
        && !pod.Metadata.Annotations.ContainsKey("kubernetes.io/config.mirror");

    private void Enqueue(Pod pod)
    {
        PodInfo info = Cluster.Prepare(pod);
        if (pod.Status.NominatedNodeName.Length > 0 && pod.Spec.SchedulingGates.Length == 0) Cluster.Nominations.Set(info, pod.Status.NominatedNodeName);
        Queue.Add(info);
    }

    private void TakeOff(Pod pod)
    {
        NodeBefore[pod.Metadata.Key] = pod.Spec.NodeName;
        Queue.Add(Cluster.Prepare(pod with
        {
            Spec = pod.Spec with { NodeName = "" },
            Status = new() { Phase = "Pending", ResourceClaimStatuses = pod.Status.ResourceClaimStatuses },
        }));
    }

    private void Sort()
    {
        Queue.Sort((a, b) =>
        {
            int order = byPriority ? b.Priority.CompareTo(a.Priority) : 0;
            if (order == 0) order = Nullable.Compare(a.Pod.Metadata.CreationTimestamp, b.Pod.Metadata.CreationTimestamp);
            if (order == 0) order = string.CompareOrdinal(a.Namespace, b.Namespace);
            return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
        });
    }

    private void Warn()
    {
        if (Objects.Nodes.Count == 0) Warnings.Add("the dump has no nodes");
        if (Objects.Pods.Count == 0) Warnings.Add("the dump has no pods");
        if (stray > 0) Warnings.Add($"{stray} pods are on nodes that the dump does not have: left out");
        if (terminal > 0) Warnings.Add($"{terminal} pods have ended: left out");
        Missing("Namespaces", Objects.Namespaces.Count, pod => pod.Pod.Spec.Affinity?.PodAffinity is not null || pod.Pod.Spec.Affinity?.PodAntiAffinity is not null, "have pod affinity, whose namespace selectors then match nothing");
        Missing("PersistentVolumeClaims", Objects.PersistentVolumeClaims.Count, pod => pod.Pod.Spec.Volumes.Any(volume => volume.ClaimName is not null), "use claims, which are then not found");
        if (priorities.Unknown > 0) Warnings.Add($"{priorities.Unknown} pods have no priority and name a PriorityClass that the dump does not have: they count as priority 0");
        foreach ((string kind, int count) in Objects.SkippedKinds) Warnings.Add($"{count} objects of kind {kind}: scheduling does not read them");
    }

    private void Missing(string kind, int count, Func<PodInfo, bool> needs, string why)
    {
        if (count > 0) return;
        int pods = Queue.Count(needs);
        if (pods > 0) Warnings.Add($"the dump has no {kind}, but {pods} pods to place {why}");
    }
}
