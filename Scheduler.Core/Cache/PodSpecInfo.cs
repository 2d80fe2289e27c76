using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>What follows from a pod's spec and namespace alone. One instance serves all pods whose specs are alike.</summary>
public sealed class PodSpecInfo
{
    internal PodSpecInfo(PodSpec spec, ResourceVector requests, ResourceVector scoreRequests, AffinityTerms affinity)
    {
        Spec = spec;
        Requests = requests;
        ScoreRequests = scoreRequests;
        Affinity = affinity;
        HostPorts = HostPort.Of(spec);
        ImageNames = Cache.ImageNames.Of(spec);
    }

    /// <summary>The spec of the first of them; others may be on other nodes.</summary>
    public PodSpec Spec { get; }

    /// <summary>NodeResourcesFit's filter: the spec alone, pod level included.</summary>
    public ResourceVector Requests { get; }

    /// <summary>NodeResourcesFit's score: defaults for missing cpu and memory, pod level ignored.</summary>
    public ResourceVector ScoreRequests { get; }

    public AffinityTerms Affinity { get; }

    public HostPort[] HostPorts { get; }

    /// <summary>The images that the pod needs, named as nodes report them; duplicates stay.</summary>
    public string[] ImageNames { get; }

    /// <summary>The volumes that scheduling reads.</summary>
    public required PodVolumes Volumes { get; init; }

    /// <summary>What the pod demands of its node: nodeSelector and required node affinity.</summary>
    public required RequiredNodeAffinity NodeAffinity { get; init; }

    /// <summary>What the pod prefers of its node.</summary>
    public required PreferredNodeAffinity PreferredNodeAffinity { get; init; }

    public required TolerationSet Tolerations { get; init; }

    public required SpreadConstraintSet SpreadConstraints { get; init; }

    /// <summary>What a pod without status takes on a node; null until a pod asked.</summary>
    internal ResourceVector? OnNode { get; set; }

    internal (long CpuMilli, long MemoryBytes) NonZero { get; set; }

    /// <summary>The number that a table of shapes has given this spec, with the table; a spec is looked up once.</summary>
    internal (object? Table, int Number) Shape { get; set; }
}
