using System.Globalization;
using System.Text;

namespace Scheduler.Core.Cycle;

/// <summary>The sentence that says why no node fits (docs/semantics.md 2.6).</summary>
public static class FitError
{
    /// <summary>The error of a cluster without nodes.</summary>
    public const string NoNodes = "no nodes available to schedule pods";

    /// <summary>The sentence before anything that PostFilter adds.</summary>
    public static string Text(int nodes, string? preFilterMessage, IReadOnlyList<RejectionGroup> groups)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"0/{nodes} nodes are available:");
        if (preFilterMessage is not null) return text.Append(' ').Append(preFilterMessage).Append('.').ToString();
        string histogram = Histogram(groups);
        return histogram.Length == 0 ? text.Append(' ').ToString() : text.Append(' ').Append(histogram).Append('.').ToString();
    }

    /// <summary><c>count reason</c> for every distinct reason, sorted bytewise as strings, joined by commas.</summary>
    public static string Histogram(IEnumerable<RejectionGroup> groups)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (RejectionGroup group in groups)
            foreach (string reason in group.Reasons) counts[reason] = counts.GetValueOrDefault(reason) + group.Count;
        return Join(counts);
    }

    private static string Join(Dictionary<string, int> counts)
    {
        List<string> lines = [.. counts.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}"))];
        lines.Sort(string.CompareOrdinal);
        return string.Join(", ", lines);
    }
}
