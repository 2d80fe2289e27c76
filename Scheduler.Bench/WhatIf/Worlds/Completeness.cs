using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Worlds;

/// <summary>Something that a dump lacks.</summary>
/// <param name="Kind">What is missing.</param>
/// <param name="Pods">How many pods (or nodes) it could matter to.</param>
/// <param name="Consequence">What could come out differently.</param>
public readonly record struct Gap(string Kind, int Pods, string Consequence);

/// <summary>What a dump lacks, and what that could change. A kind that nobody needs is not missed.</summary>
public static class Completeness
{
    private static readonly string[] Collected = ["kube-system", "default"];

    public static IReadOnlyList<Gap> Of(World world)
    {
        ClusterObjects dump = world.Snapshot.Objects;
        Pod[] pods = [.. dump.Pods.Where(pod => !Edits.Snapshot.HasEnded(pod))];
        List<Gap> gaps = [];
        Miss(dump.Namespaces.Count == 0, "Namespaces", SelectsNamespaces, "their namespace selectors match nothing: affinity could keep pods apart or together that are not now");
        Miss(dump.PodDisruptionBudgets.Count == 0, "PodDisruptionBudgets", HasOwner, "evictions and preemptions count no budget: a real drain could wait, a preemption choose others");
        Miss(dump.PersistentVolumeClaims.Count == 0, "PersistentVolumeClaims", UsesClaims, "their claims are not found: they stay pending, though they may fit");
        Miss(dump.PersistentVolumes.Count == 0, "PersistentVolumes", UsesClaims, "the nodes that their volumes are bound to are not known");
        Miss(dump.StorageClasses.Count == 0, "StorageClasses", UsesClaims, "claims without a volume cannot be provisioned");
        Miss(dump.CsiNodes.Count == 0, "CSINodes", UsesClaims, "limits of attached volumes are not checked: more could seem to fit");
        Miss(dump.Services.Count == 0, "Services", IsReplicated, "default spreading finds pods that belong together by services and owners: pods could spread less");
        Miss(!dump.Workloads.Exists(workload => workload.Kind is "ReplicaSet"), "ReplicaSets", pod => pod.Metadata.Controller?.Kind == "ReplicaSet", "default spreading does not know which pods belong together");
        Miss(!dump.Workloads.Exists(workload => workload.Kind is "StatefulSet"), "StatefulSets", pod => pod.Metadata.Controller?.Kind == "StatefulSet", "default spreading does not know which pods belong together");
        Miss(dump.PriorityClasses.Count == 0, "PriorityClasses", pod => pod.Spec.Priority is null && pod.Spec.PriorityClassName.Length > 0, "they count as priority 0: order and preemption could differ");
        Miss(dump.ResourceSlices.Count == 0, "ResourceSlices", pod => pod.Spec.ResourceClaims.Length > 0, "claims of devices are not decided as in a cluster");
        Miss(!dump.Pods.Exists(pod => pod.Metadata.Controller?.Kind == "DaemonSet"), "daemon pods", _ => true, "nodes look emptier than they are, and new nodes come without daemons");
        int unlabelled = dump.Nodes.Count(node => !node.Metadata.Labels.ContainsKey("topology.kubernetes.io/zone"));
        if (unlabelled > 0) gaps.Add(new("zone labels", unlabelled, "nodes without a zone do not count where pods spread over zones"));
        int foreign = pods.Count(pod => pod.Spec.NodeName.Length == 0 && world.Configuration.FindProfile(pod.Spec.SchedulerName.Length == 0 ? "default-scheduler" : pod.Spec.SchedulerName) is null);
        if (foreign > 0) gaps.Add(new("profiles", foreign, "they name a scheduler that the configuration does not have: they get no turn"));
        if (Collected.All(name => pods.All(pod => pod.Metadata.Namespace != name)) && dump.Namespaces.Exists(ns => ns.Metadata.Name == "kube-system"))
            gaps.Add(new("pods of kube-system", 0, "the dump may be of some namespaces only: nodes look emptier than they are"));
        return gaps;

        void Miss(bool lacks, string kind, Func<Pod, bool> needs, string consequence)
        {
            if (!lacks) return;
            int count = pods.Count(needs);
            if (count > 0) gaps.Add(new(kind, count, consequence));
        }
    }

    public static ReportTable Table(IReadOnlyList<Gap> gaps)
    {
        ReportTable table = new("What the dump lacks", "missing", new("concerns", true), "what that could change");
        foreach (Gap gap in gaps) table.Add(gap.Kind, Show.Number(gap.Pods), gap.Consequence);
        return table;
    }

    public static JsonArray Json(IReadOnlyList<Gap> gaps) =>
        new([.. gaps.Select(gap => (JsonNode)new JsonObject { ["missing"] = gap.Kind, ["concerns"] = gap.Pods, ["couldChange"] = gap.Consequence })]);

    private static bool HasOwner(Pod pod) => pod.Metadata.Controller is not null;

    private static bool IsReplicated(Pod pod) => pod.Metadata.Controller?.Kind is "ReplicaSet" or "StatefulSet" or "ReplicationController" && pod.Spec.TopologySpreadConstraints.Length == 0;

    private static bool UsesClaims(Pod pod) => pod.Spec.Volumes.Any(volume => volume.ClaimName is not null);

    private static bool SelectsNamespaces(Pod pod) => Terms(pod.Spec.Affinity?.PodAffinity).Concat(Terms(pod.Spec.Affinity?.PodAntiAffinity)).Any(term => term.NamespaceSelector is not null);

    private static IEnumerable<PodAffinityTerm> Terms(PodAffinity? affinity) =>
        affinity is null ? [] : affinity.Required.Concat(affinity.Preferred.Select(weighted => weighted.Term));
}
