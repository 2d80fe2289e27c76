using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>Counts rejected rows by plugin, code and reasons.</summary>
internal sealed class RejectionSummary(CycleState state, PreFiltering preFiltering, FilterOutcome outcome)
{
    private readonly List<(int Plugin, StatusCode Code, ulong Detail, int Count)> counts = [];
    private string[]? outsideReasons;
    private string outsideText = "";

    /// <summary>Writes the groups, the plugins to blame, and the PreFilter's message into the decision.</summary>
    public void Fill(Decision decision)
    {
        if (!preFiltering.Status.IsSuccess)
        {
            Status status = preFiltering.Status;
            decision.PreFilterMessage = status.Message;
            decision.MutableGroups.Add(new(preFiltering.Plugin, status.Code, status.Reasons, decision.NodeCount));
            if (preFiltering.Plugin.Length > 0) Blame(decision, preFiltering.Plugin);
            else BlameRestricting(decision);
            return;
        }

        CountRows();
        int rejected = 0;
        foreach ((int plugin, StatusCode code, ulong detail, int count) in counts)
        {
            string name = state.Profile.Plugins[plugin].Name;
            decision.MutableGroups.Add(new(name, code, outcome.Describe(plugin, detail), count));
            Blame(decision, name);
            rejected += count;
        }

        // Who restricts the nodes has its share in the failure, even where no node is outside.
        int outside = decision.NodeCount - rejected - decision.FeasibleCount;
        if (preFiltering.NodeNames is not null && decision.FeasibleCount == 0) BlameRestricting(decision);
        if (preFiltering.NodeNames is not null && outside > 0) FillOutside(decision, outside);
        decision.MutableUnschedulablePlugins.Sort(string.CompareOrdinal);
    }

    /// <summary>What the first broken row says.</summary>
    public string FirstError()
    {
        foreach (int row in state.Candidates)
        {
            if (state.Rejections.Plugin(row) < 0 || state.Rejections.Code(row) != StatusCode.Error) continue;
            int plugin = state.Rejections.Plugin(row);
            return $"running \"{state.Profile.Plugins[plugin].Name}\" filter plugin: {string.Join(", ", outcome.Describe(plugin, state.Rejections.Detail(row)))}";
        }

        return "a filter plugin failed";
    }

    private static void Blame(Decision decision, string plugin)
    {
        if (plugin.Length > 0 && !decision.UnschedulablePlugins.Contains(plugin)) decision.MutableUnschedulablePlugins.Add(plugin);
    }

    private void BlameRestricting(Decision decision)
    {
        foreach (string plugin in preFiltering.RestrictingPlugins) Blame(decision, plugin);
    }

    private void FillOutside(Decision decision, int count)
    {
        string text = preFiltering.OutsideReason;
        if (outsideReasons is null || outsideText != text)
        {
            outsideText = text;
            outsideReasons = [text];
        }

        decision.MutableGroups.Add(new(
            string.Join(' ', preFiltering.RestrictingPlugins), StatusCode.UnschedulableAndUnresolvable, outsideReasons, count));
    }

    private void CountRows()
    {
        counts.Clear();
        RejectionTable rejections = state.Rejections;
        int last = 0;
        foreach (int row in state.Candidates)
        {
            int plugin = rejections.Plugin(row);
            if (plugin < 0) continue;
            ulong detail = rejections.Detail(row);
            StatusCode code = rejections.Code(row);
            if (last < counts.Count && Is(counts[last], plugin, code, detail) || (last = Find(plugin, code, detail)) < counts.Count)
                counts[last] = counts[last] with { Count = counts[last].Count + 1 };
            else counts.Add((plugin, code, detail, 1));
        }
    }

    private static bool Is((int Plugin, StatusCode Code, ulong Detail, int Count) entry, int plugin, StatusCode code, ulong detail) =>
        entry.Plugin == plugin && entry.Code == code && entry.Detail == detail;

    private int Find(int plugin, StatusCode code, ulong detail)
    {
        for (int i = 0; i < counts.Count; i++)
            if (Is(counts[i], plugin, code, detail)) return i;
        return counts.Count;
    }
}
