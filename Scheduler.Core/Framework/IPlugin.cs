using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>A scheduling plugin: implement the interfaces of the moments at which it has something to say.</summary>
/// <remarks>
/// <para>An instance belongs to one engine and its decision thread. What PreFilter and PreScore prepare for a pod stays in fields of the plugin
/// until they are called for the next one; Filter and Score may run for several nodes at once and only read it.</para>
/// <para>The declarations are promises that make answers reusable; a plugin that makes none is called every time.</para>
/// </remarks>
public interface IPlugin
{
    /// <summary>The name that users write in a configuration.</summary>
    string Name { get; }

    /// <summary>The parts of the pod that Filter and Score read.</summary>
    PodFields Reads => PodFields.Undeclared;

    /// <summary>The columns of a node that Filter and Score read.</summary>
    NodeColumns Uses => NodeColumns.Undeclared;

    /// <summary>How far a change on one node reaches in this plugin's answers.</summary>
    Locality Locality => Locality.Cluster;
}

/// <summary>Says whether a pod may enter the queue at all.</summary>
public interface IPreEnqueue : IPlugin
{
    Status PreEnqueue(PodInfo pod);
}

/// <summary>Orders the queue. A profile has exactly one.</summary>
public interface IQueueSort : IPlugin
{
    /// <summary>Negative where <paramref name="a"/> comes first. The times are those at which the pods entered the queue.</summary>
    int Compare(PodInfo a, DateTimeOffset queuedA, PodInfo b, DateTimeOffset queuedB);
}

/// <summary>Looks at the pod once before any node: prepares, rejects, skips, or restricts the nodes.</summary>
public interface IPreFilter : IPlugin
{
    PreFilterResult PreFilter(PodInfo pod);
}

/// <summary>The answer of PreFilter. <paramref name="NodeNames"/>: only these nodes need be looked at; null is no restriction, names may be unknown.</summary>
public readonly record struct PreFilterResult(Status Status, IReadOnlyCollection<string>? NodeNames = null)
{
    public static PreFilterResult Success => new(Status.Success);

    /// <summary>The plugin's Filter does not run in this cycle.</summary>
    public static PreFilterResult Skip => new(Status.Skip);

    public static implicit operator PreFilterResult(Status status) => new(status);
}

/// <summary>
/// For plugins whose PreFilter counted pods: keeps what was prepared true while pods are put on a node or taken off it for a moment
/// (preemption, nominated pods). Every AddPod is undone by the equal RemovePod and the other way round.
/// </summary>
public interface IPreFilterExtensions : IPreFilter
{
    /// <summary><paramref name="added"/> is on the node now, as far as the answer for <paramref name="pod"/> is concerned.</summary>
    void AddPod(PodInfo pod, PodInfo added, NodeView node);

    /// <summary><paramref name="removed"/> is no longer on the node.</summary>
    void RemovePod(PodInfo pod, PodInfo removed, NodeView node);
}

/// <summary>Says whether a pod may run on a node.</summary>
public interface IFilter : IPlugin
{
    Verdict Filter(PodInfo pod, NodeView node);

    /// <summary>The reasons, in kube-scheduler's words, behind a <see cref="Verdict.Detail"/> of this cycle.</summary>
    string[] Describe(PodInfo pod, ulong detail) => [];
}

/// <summary>The same question for all nodes at once, over columns.</summary>
public interface IVectorFilter : IFilter
{
    /// <summary>Clears the bits of nodes that do not fit and leaves a reason for each.</summary>
    void Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections);
}

/// <summary>Looks at the pod once before scoring. Skip: the plugin's Score does not run in this cycle.</summary>
public interface IPreScore : IPlugin
{
    Status PreScore(PodInfo pod, NodeSet feasible);
}

/// <summary>Says how good a node is. Without a normaliser the score is final and lies in 0 to 100.</summary>
public interface IScore : IPlugin
{
    long Score(PodInfo pod, NodeView node);
}

/// <summary>The same question for all feasible nodes at once.</summary>
public interface IVectorScore : IScore
{
    /// <summary>Writes <c>scores[row]</c> for every row of <paramref name="feasible"/>; other rows may be written or left.</summary>
    void Score(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> scores);
}

/// <summary>Brings raw scores into 0 to 100, one by one, knowing only their range.</summary>
public interface IRangeNormalizer : IScore
{
    /// <summary>Nodes that take no part in the range and get 0; null where all take part.</summary>
    NodeSet? Excluded => null;

    /// <summary>The normalised score of a raw one; <paramref name="min"/> and <paramref name="max"/> are over the nodes that take part.</summary>
    long Normalize(long raw, long min, long max);
}

/// <summary>Brings raw scores into 0 to 100 in whatever way. Prefer <see cref="IRangeNormalizer"/> where it is enough.</summary>
public interface INormalizeScore : IScore
{
    /// <summary>Replaces <c>scores[row]</c> of every feasible row.</summary>
    Status NormalizeScore(PodInfo pod, NodeSet feasible, Span<long> scores);
}
