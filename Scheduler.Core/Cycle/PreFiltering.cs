using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>Runs the PreFilter plugins and works out which nodes are left to look at (docs/semantics.md 2.2).</summary>
public sealed class PreFiltering(CycleState state)
{
    private readonly List<string> restrictingPlugins = [];
    private HashSet<string>? nodeNames;
    private int reachedCount;

    /// <summary>Success, the rejection of the whole pod, or an error.</summary>
    public Status Status { get; private set; }

    /// <summary>The plugin that rejected the pod; empty where several restrictions together left no node.</summary>
    public string Plugin { get; private set; } = "";

    /// <summary>The nodes that are left, by name (some may not exist), or null where nothing restricts them.</summary>
    public IReadOnlyCollection<string>? NodeNames => nodeNames;

    /// <summary>The plugins that restricted the nodes, sorted.</summary>
    public IReadOnlyList<string> RestrictingPlugins => restrictingPlugins;

    /// <summary>The reason of nodes outside the restriction.</summary>
    public string OutsideReason => $"node(s) didn't satisfy plugin(s) [{string.Join(' ', restrictingPlugins)}]";

    /// <summary>True where the last run called this plugin.</summary>
    public bool Reached(IPlugin plugin)
    {
        for (int i = 0; i < reachedCount; i++)
            if (ReferenceEquals(state.Profile.PreFilter[i].Plugin, plugin)) return true;
        return false;
    }

    public void Run(PointMeter? meter)
    {
        bool isTimed = meter is { TimesPlugins: true };
        reachedCount = 0;
        Status = Status.Success;
        Plugin = "";
        nodeNames = null;
        restrictingPlugins.Clear();
        foreach (ref readonly Slot<IPreFilter> slot in state.Profile.PreFilter.AsSpan())
        {
            reachedCount++;
            long began = isTimed ? meter!.Now : 0;
            PreFilterResult result = slot.Plugin.PreFilter(state.Pod);
            StatusCode code = result.Status.Code;
            if (isTimed) meter!.Plugin(ExtensionPoint.PreFilter, slot.Plugin, code, began);
            if (code == StatusCode.Skip)
            {
                state.SkipFilter[slot.Index] = true;
                continue;
            }

            if (code != StatusCode.Success)
            {
                Fail(slot.Plugin.Name, result.Status);
                if (code == StatusCode.Unschedulable) continue;

                // The end, and with it of what others restricted.
                nodeNames = null;
                restrictingPlugins.Clear();
                return;
            }

            if (result.NodeNames is not null && !Restrict(slot.Plugin.Name, result.NodeNames)) return;
        }
    }

    private void Fail(string plugin, Status status)
    {
        Plugin = plugin;
        Status = status.Code is StatusCode.Unschedulable or StatusCode.UnschedulableAndUnresolvable
            ? status
            : Status.Error($"running PreFilter plugin \"{plugin}\": {status.Message}");
    }

    /// <summary>Intersects; false where nothing is left.</summary>
    private bool Restrict(string plugin, IReadOnlyCollection<string> names)
    {
        restrictingPlugins.Add(plugin);
        restrictingPlugins.Sort(string.CompareOrdinal);
        if (nodeNames is null) nodeNames = new(names, StringComparer.Ordinal);
        else nodeNames.IntersectWith(names);
        if (nodeNames.Count > 0) return true;
        Plugin = "";
        Status = Status.Unresolvable(restrictingPlugins.Count == 1
            ? $"node(s) didn't satisfy plugin {plugin}"
            : $"node(s) didn't satisfy plugin(s) [{string.Join(' ', restrictingPlugins)}] simultaneously");
        return false;
    }

    /// <summary>Leaves only the named nodes among the candidates, where names restrict them.</summary>
    public void KeepNamed()
    {
        if (nodeNames is null) return;
        state.Candidates.Clear();
        foreach (string name in nodeNames)
        {
            int row = state.Nodes.RowOf(name);
            if (row >= 0) state.Candidates.Add(row);
        }
    }
}
