using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>Runs the filters for one node, the plain way: in order, until one says no.</summary>
public sealed class RowFilter(CycleState state)
{
    private readonly List<PodInfo> nominated = [];

    /// <summary>The first rejection of a row as it stands, and the number of the plugin that gave it.</summary>
    public Verdict Run(PodInfo pod, int row, out int plugin)
    {
        NodeView node = state.Nodes[row];
        foreach (ref readonly Slot<IFilter> slot in state.Profile.Filter.AsSpan())
        {
            if (state.SkipFilter[slot.Index]) continue;
            Verdict verdict = slot.Plugin.Filter(pod, node);
            if (verdict.IsPass) continue;
            plugin = slot.Index;
            return verdict;
        }

        plugin = -1;
        return Verdict.Pass;
    }

    /// <summary>The same twice where pods are nominated to the node: with them on it, and without (docs/semantics.md 2.5). Both must pass.</summary>
    public Verdict RunWithNominated(PodInfo pod, int row, out int plugin)
    {
        if (!HasNominated(pod, row)) return Run(pod, row, out plugin);
        PodInfo[] guests = [.. nominated];
        foreach (PodInfo guest in guests) Add(pod, guest, row);
        Verdict verdict = Run(pod, row, out plugin);
        for (int i = guests.Length - 1; i >= 0; i--) Remove(pod, guests[i], row);
        return verdict.IsPass ? Run(pod, row, out plugin) : verdict;
    }

    /// <summary>True where pods that count for this one (at least its priority, another UID) are nominated to the row.</summary>
    public bool HasNominated(PodInfo pod, int row)
    {
        nominated.Clear();
        if (state.Cluster.Nominations.Count == 0) return false;
        foreach (PodInfo other in state.Cluster.Nominations.On(state.Nodes.Name(row)))
            if (other.Priority >= pod.Priority && other.Uid != pod.Uid) nominated.Add(other);
        return nominated.Count > 0;
    }

    /// <summary>Puts a pod on a row for a moment.</summary>
    public void Add(PodInfo pod, PodInfo added, int row)
    {
        state.Cluster.Try(added, row);
        foreach (ref readonly Slot<IPreFilter> slot in state.Profile.PreFilter.AsSpan())
            if (!state.SkipFilter[slot.Index] && slot.Plugin is IPreFilterExtensions extensions) extensions.AddPod(pod, added, state.Nodes[row]);
    }

    /// <summary>Takes a pod off its row for a moment.</summary>
    public void Remove(PodInfo pod, PodInfo removed, int row)
    {
        state.Cluster.TryWithout(removed);
        foreach (ref readonly Slot<IPreFilter> slot in state.Profile.PreFilter.AsSpan())
            if (!state.SkipFilter[slot.Index] && slot.Plugin is IPreFilterExtensions extensions) extensions.RemovePod(pod, removed, state.Nodes[row]);
    }
}
