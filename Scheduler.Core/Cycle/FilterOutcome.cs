using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>What filtering came to, as PostFilter plugins see it.</summary>
internal sealed class FilterOutcome(CycleState state, PreFiltering preFiltering, RowFilter rowFilter, CycleOptions options, ExtenderChain extenders) : IFilterOutcome
{
    /// <inheritdoc/>
    public NodeTable Nodes => state.Nodes;

    /// <inheritdoc/>
    public bool Explain => options.Explain;

    /// <inheritdoc/>
    public bool IsPlain => options.Engine == EngineKind.Plain;

    /// <inheritdoc/>
    public IEnumerable<(int Plugin, IFilter Filter)> ActiveFilters =>
        state.Profile.Filter.Where(slot => !state.SkipFilter[slot.Index]).Select(slot => (slot.Index, slot.Plugin));

    /// <inheritdoc/>
    public int Rejector(int row) => state.Rejections.Plugin(row);

    /// <inheritdoc/>
    public bool HasNominated(PodInfo pod, int row) => rowFilter.HasNominated(pod, row);

    /// <inheritdoc/>
    public ulong Choice => StableHash.Of(options.Seed, state.Pod.Key);

    /// <inheritdoc/>
    public ExtenderChain Extenders => extenders;

    /// <inheritdoc/>
    public bool PreFilterReached(IPlugin plugin) => preFiltering.Reached(plugin);

    /// <inheritdoc/>
    public StatusCode Code(int row)
    {
        if (!preFiltering.Status.IsSuccess) return preFiltering.Status.Code;
        if (!state.Candidates.Contains(row)) return StatusCode.UnschedulableAndUnresolvable;
        return state.Rejections.Plugin(row) < 0 ? StatusCode.Success : state.Rejections.Code(row);
    }

    /// <inheritdoc/>
    public string[] Reasons(int row)
    {
        if (!preFiltering.Status.IsSuccess) return preFiltering.Status.Reasons;
        if (!state.Candidates.Contains(row)) return [preFiltering.OutsideReason];
        int plugin = state.Rejections.Plugin(row);
        return plugin < 0 ? [] : Describe(plugin, state.Rejections.Detail(row));
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, int row, out int plugin) => rowFilter.RunWithNominated(pod, row, out plugin);

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, int plugin, in Verdict verdict) =>
        verdict.Text is not null ? [verdict.Text] : ((IFilter)state.Profile.Plugins[plugin]).Describe(pod, verdict.Detail);

    /// <inheritdoc/>
    public void AddPod(PodInfo pod, PodInfo added, int row) => rowFilter.Add(pod, added, row);

    /// <inheritdoc/>
    public void RemovePod(PodInfo pod, PodInfo removed, int row) => rowFilter.Remove(pod, removed, row);

    /// <summary>The reasons behind a detail of this cycle.</summary>
    public string[] Describe(int plugin, ulong detail) =>
        state.Rejections.TextOf(detail) is { } text ? [text] : ((IFilter)state.Profile.Plugins[plugin]).Describe(state.Pod, detail);
}
