using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Replay;

/// <summary>A cluster with its placed pods, the pods to place in order, and what the dump leaves open.</summary>
public sealed class ReplayInput
{
    private ReplayInput(Cluster cluster, ClusterObjects objects)
    {
        Cluster = cluster;
        Objects = objects;
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
        ReplayInput input = new(cluster, objects);
        int terminal = 0, stray = 0;
        PodPriorities priorities = new(objects.PriorityClasses);
        foreach (Pod written in objects.Pods)
        {
            Pod pod = priorities.Fill(written);
            bool ended = pod.Status.Phase is "Succeeded" or "Failed";
            if (ended) terminal++;
            else if (pod.Spec.NodeName.Length == 0) input.Enqueue(pod);
            else if (fromScratch && IsMovable(pod) && schedules(pod.Spec.SchedulerName)) input.TakeOff(pod);
            else if (cluster.SetPod(pod) is { Row: < 0 }) stray++;
        }

        input.Sort(byPriority);
        input.Warn(terminal, stray);
        if (priorities.Unknown > 0) input.Warnings.Add($"{priorities.Unknown} pods have no priority and name a PriorityClass that the dump does not have: they count as priority 0");
        return input;
    }

    /// <summary>True for pods that a scheduler placed and could place elsewhere: no daemon's, no static pod, not on its way out.</summary>
    private static bool IsMovable(Pod pod) =>
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

    private void Sort(bool byPriority)
    {
        Queue.Sort((a, b) =>
        {
            int order = byPriority ? b.Priority.CompareTo(a.Priority) : 0;
            if (order == 0) order = Nullable.Compare(a.Pod.Metadata.CreationTimestamp, b.Pod.Metadata.CreationTimestamp);
            if (order == 0) order = string.CompareOrdinal(a.Namespace, b.Namespace);
            return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
        });
    }

    private void Warn(int terminal, int stray)
    {
        if (Objects.Nodes.Count == 0) Warnings.Add("the dump has no nodes");
        if (Objects.Pods.Count == 0) Warnings.Add("the dump has no pods");
        if (stray > 0) Warnings.Add($"{stray} pods are on nodes that the dump does not have: left out");
        if (terminal > 0) Warnings.Add($"{terminal} pods have ended: left out");
        Missing("Namespaces", Objects.Namespaces.Count, pod => pod.Pod.Spec.Affinity?.PodAffinity is not null || pod.Pod.Spec.Affinity?.PodAntiAffinity is not null, "have pod affinity, whose namespace selectors then match nothing");
        Missing("PersistentVolumeClaims", Objects.PersistentVolumeClaims.Count, pod => pod.Pod.Spec.Volumes.Any(volume => volume.ClaimName is not null), "use claims, which are then not found");
        foreach ((string kind, int count) in Objects.SkippedKinds) Warnings.Add($"{count} objects of kind {kind}: scheduling does not read them");
    }

    private void Missing(string kind, int count, Func<PodInfo, bool> needs, string why)
    {
        if (count > 0) return;
        int pods = Queue.Count(needs);
        if (pods > 0) Warnings.Add($"the dump has no {kind}, but {pods} pods to place {why}");
    }
}
