using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>The question of <see cref="IFilter"/> for some nodes: how kept answers are brought up to date after these nodes moved.</summary>
public interface IRowsFilter : IFilter
{
    /// <summary>Writes <c>verdicts[i]</c> for <c>rows[i]</c>.</summary>
    void Filter(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<Verdict> verdicts);

    /// <summary>True where every one of these rows passes: the usual case, in which no verdict is wanted.</summary>
    bool AllPass(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows);
}

/// <summary>The question of <see cref="IScore"/> for some nodes.</summary>
public interface IRowsScore : IScore
{
    /// <summary>Writes <c>scores[i]</c> for <c>rows[i]</c>.</summary>
    void Score(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores);
}
