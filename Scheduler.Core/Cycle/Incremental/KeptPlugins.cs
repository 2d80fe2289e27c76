using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>Which plugins of a profile promise answers that can be kept per shape of pod and row of the node table.</summary>
/// <remarks>
/// Kept is what follows from declared parts of the pod and declared columns of one node (<see cref="Locality.Node"/>), or of all nodes where pods that
/// come and go do not move these columns. Volumes and claims lead to objects beside the node, so their readers are asked every time.
/// </remarks>
internal sealed class KeptPlugins
{
    private const PodFields NeverKept = PodFields.Undeclared | PodFields.Name | PodFields.Volumes | PodFields.ResourceClaims;

    private readonly bool[] kept;

    public KeptPlugins(Profile profile)
    {
        kept = new bool[profile.Plugins.Length];
        int weights = 0;
        foreach (ref readonly Slot<IFilter> slot in profile.Filter.AsSpan()) Add(slot.Index, slot.Plugin, CanKeep(slot.Plugin));
        foreach (ref readonly ScoreSlot slot in profile.Score.AsSpan())
        {
            Add(slot.Index, slot.Plugin, CanKeep(slot.Plugin) && slot.Plugin is not INormalizeScore);
            weights += slot.Weight;
        }

        TotalsFit = (weights * DefaultNormalization.MaxNodeScore) < ushort.MaxValue;
    }

    /// <summary>All parts of a pod that a kept answer depends on.</summary>
    public PodFields Reads { get; private set; }

    /// <summary>All columns that a kept answer depends on.</summary>
    public NodeColumns Uses { get; private set; }

    /// <summary>Columns of which a change on one node can change the answers of all.</summary>
    public NodeColumns Global { get; private set; }

    /// <summary>True where weighted totals fit into 16 bits, as nearly always.</summary>
    public bool TotalsFit { get; }

    /// <summary>By plugin number.</summary>
    public bool this[int index] => kept[index];

    private void Add(int index, IPlugin plugin, bool can)
    {
        kept[index] = can;
        if (!can) return;
        Reads |= plugin.Reads;
        Uses |= plugin.Uses;
        if (plugin.Locality != Locality.Node) Global |= plugin.Uses;
    }

    private static bool CanKeep(IPlugin plugin) =>
        (plugin.Reads & NeverKept) == 0
        && (plugin.Uses & NodeColumns.Undeclared) == 0
        && (plugin.Locality == Locality.Node || (plugin.Locality == Locality.Cluster && (plugin.Uses & NodeColumns.OfPods) == 0));
}
