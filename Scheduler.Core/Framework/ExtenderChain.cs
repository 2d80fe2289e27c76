using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>All extenders of a scheduler: who is asked when, in which order, and what a failure means (docs/semantics.md 6).</summary>
/// <param name="extenders">In the order in which they are asked: those that may be ignored come last.</param>
/// <param name="ignored">Told of every failure that has no effect on the decision; null where nobody listens.</param>
public sealed partial class ExtenderChain(IReadOnlyList<IExtender> extenders, Action<string>? ignored = null)
{
    /// <summary>Nobody is asked.</summary>
    public static readonly ExtenderChain Empty = new([]);

    // Extenders score 0 to 10, plugins 0 to 100.
    private const long ScoreScale = DefaultNormalization.MaxNodeScore / 10;

    /// <summary>Stands for all extenders where plugins are blamed for a rejection.</summary>
    public static IFilter Rejector { get; } = new ExtenderRejector();

    public bool IsEmpty => extenders.Count == 0;

    /// <summary>True where some extender filters: all feasible nodes are of interest then, not the first one only.</summary>
    public bool Filters { get; } = extenders.Any(extender => extender.Filters);

    /// <summary>True where some extender scores nodes.</summary>
    public bool Prioritizes { get; } = extenders.Any(extender => extender.Prioritizes);

    /// <summary>True where some extender has a say in preemption.</summary>
    public bool Preempts { get; } = extenders.Any(extender => extender.Preempts);

    /// <summary>Asks one extender after the other about the nodes that are left; takes the rest out, with reasons.</summary>
    /// <param name="pod">The incoming pod.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="feasible">The rows that passed all filters.</param>
    /// <param name="rejections">Notes rejections for <see cref="Rejector"/>.</param>
    /// <returns>An error that ends the cycle, or null.</returns>
    public string? Filter(PodInfo pod, NodeTable nodes, NodeSet feasible, RejectionWriter rejections)
    {
        foreach (IExtender extender in extenders)
        {
            if (feasible.IsEmpty) return null;
            if (!extender.Filters || !extender.IsInterested(pod)) continue;
            ExtenderAnswer<ExtenderFilterResult> answer = extender.Filter(pod, nodes, feasible);
            NodeSet kept = new(nodes.RowCount);
            string? error = answer.Value is { } result ? Keep(extender, result, nodes, feasible, kept) : answer.Error;
            if (error is null) Reject(answer.Value!, nodes, feasible, kept, rejections);
            else if (extender.IsIgnorable) ignored?.Invoke(error);
            else return error;
        }

        return null;
    }

    /// <summary>Adds the extenders' scores to the totals of the plugins. Who fails adds nothing.</summary>
    public void Prioritize(PodInfo pod, NodeTable nodes, NodeSet feasible, Span<long> totals)
    {
        foreach (IExtender extender in extenders)
        {
            if (!extender.Prioritizes || !extender.IsInterested(pod)) continue;
            ExtenderAnswer<IReadOnlyList<ExtenderScore>> answer = extender.Prioritize(pod, nodes, feasible);
            if (answer.Error is not null) ignored?.Invoke(answer.Error);
            foreach (ExtenderScore score in answer.Value ?? [])
            {
                int row = nodes.RowOf(score.Node);
                if (row >= 0 && feasible.Contains(row)) totals[row] += score.Score * extender.Weight * ScoreScale;
            }
        }
    }

    /// <summary>Lets the first binder that is interested bind the pod.</summary>
    /// <returns>Success or an error; null where no extender binds the pod and the plugins have to.</returns>
    public async Task<Status?> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        foreach (IExtender extender in extenders)
        {
            if (!extender.Binds || !extender.IsInterested(pod)) continue;
            Status status = await extender.BindAsync(pod, nodeName, cancellation);
            if (status.IsSuccess || !extender.IsIgnorable) return status;
            ignored?.Invoke(status.Message);
        }

        return null;
    }

    private static string? Keep(IExtender extender, ExtenderFilterResult result, NodeTable nodes, NodeSet feasible, NodeSet kept)
    {
        foreach (string name in result.Feasible)
        {
            int row = nodes.RowOf(name);
            if (row < 0 || !feasible.Contains(row)) return $"extender \"{extender.Name}\" claims a filtered node \"{name}\" which is not found in the input node list";
            kept.Add(row);
        }

        return null;
    }

    private static void Reject(ExtenderFilterResult result, NodeTable nodes, NodeSet feasible, NodeSet kept, RejectionWriter rejections)
    {
        foreach (int row in feasible)
        {
            if (kept.Contains(row)) continue;
            string name = nodes.Name(row);

            // Without a word it counts as beyond help, and nothing is said about it.
            Verdict verdict =
                result.FailedAndUnresolvable.TryGetValue(name, out string? reason) ? Verdict.Unresolvable(reason)
                : result.Failed.TryGetValue(name, out reason) ? Verdict.Unschedulable(reason)
                : Verdict.Unresolvable();
            rejections.Apply(feasible, row, verdict);
        }
    }

    private sealed class ExtenderRejector : IFilter
    {
        public string Name => "Extender";

        // The chain filters, all nodes at once.
        public Verdict Filter(PodInfo pod, NodeView node) => Verdict.Pass;
    }
}
