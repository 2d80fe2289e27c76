using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Bench.Diff.Logs;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Diff;

/// <summary>Compares two decision logs and says whether that is within limits.</summary>
public static class DiffCommand
{
    public static int Run(DiffOptions options)
    {
        ReportWriter.Check(options.Output, null);
        AcceptedChanges accepted = AcceptedChanges.Read(options.Accept);
        DecisionLog a = DecisionLog.Read(options.A), b = DecisionLog.Read(options.B);
        int? maxMoved = Limit(options.MaxMoved, "--max-moved", a), maxPending = Limit(options.MaxPending, "--max-pending", a);
        List<PodDifference> all = LogComparer.Compare(a, b);
        ILookup<bool, PodDifference> split = all.ToLookup(accepted.Accepts);
        foreach (string unused in accepted.Unused) Console.Error.WriteLine($"warning: {options.Accept}: nothing changes for {unused}");
        if (options.WriteAccept is { } path) Files.Access($"--write-accept {path}", () => File.WriteAllText(path, AcceptText(all)));
        PodDifference[] counted = [.. split[false]];
        int moved = counted.Count(one => one.Kind == DifferenceKind.Moved), pending = counted.Count(one => one.Kind == DifferenceKind.NewlyPending);
        List<string> broken = [];
        if (moved > maxMoved) broken.Add($"{Show.Count(moved, "pod")} moved, {maxMoved} may");
        if (pending > maxPending) broken.Add($"{Show.Count(pending, "pod")} newly pending, {maxPending} may be");
        ReportWriter.Write(Report(a, b, counted, split[true].Count(), broken, options.Pods), options.Output, null);
        return broken.Count == 0 ? 0 : 1;
    }

    private static Report Report(DecisionLog a, DecisionLog b, PodDifference[] differences, int accepted, List<string> broken, int podsMax)
    {
        int compared = a.Decisions.Keys.Intersect(b.Decisions.Keys).Count();
        Report report = new($"{compared} pods in both logs, {Show.Count(differences.Length, "difference")}{(accepted > 0 ? $", {accepted} more accepted" : "")}")
        {
            Json = new()
            {
                ["kind"] = "Diff",
                ["formatVersion"] = 1,
                ["a"] = a.Path,
                ["b"] = b.Path,
                ["compared"] = compared,
                ["accepted"] = accepted,
                ["summary"] = new JsonObject(Enum.GetValues<DifferenceKind>().Select(kind => KeyValuePair.Create(Camel(kind), (JsonNode?)differences.Count(one => one.Kind == kind)))),
                ["broken"] = new JsonArray([.. broken.Select(limit => (JsonNode)limit)]),
                ["pods"] = new JsonArray([.. differences.Select(one => (JsonNode)new JsonObject
                {
                    ["pod"] = one.Pod, ["change"] = Camel(one.Kind), ["a"] = one.A, ["b"] = one.B, ["plugin"] = one.Plugin, ["why"] = one.Why,
                })]),
            },
        };
        if (differences.Length == 0) return report;
        ReportTable summary = new("", "change", new("pods", true), "by plugin");
        foreach (IGrouping<DifferenceKind, PodDifference> kind in differences.GroupBy(one => one.Kind).OrderBy(kind => kind.Key))
        {
            var plugins = kind.Where(one => one.Plugin.Length > 0).GroupBy(one => one.Plugin).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);
            summary.Add(Words(kind.Key), Show.Number(kind.Count()), string.Join(", ", plugins.Select(group => $"{group.Key} {group.Count()}")));
        }

        ReportTable pods = new("Pods", "pod", "change", "in A", "in B", "turned by", "how");
        foreach (PodDifference one in differences.Take(podsMax)) pods.Add(one.Pod, Words(one.Kind), one.A, one.B, one.Plugin, one.Why);
        if (differences.Length > podsMax) pods.Add($"and {differences.Length - podsMax} more (--pods N)", "", "", "", "", "");
        report.Tables.AddRange([summary, pods]);
        foreach (string limit in broken) report.Notes.Add($"too much: {limit}");
        return report;
    }

    /// <summary>A number of pods, or a share of A's placed pods.</summary>
    private static int? Limit(string? text, string option, DecisionLog a)
    {
        if (text is null) return null;
        bool isShare = text.EndsWith('%');
        if (!double.TryParse(isShare ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            throw new InputException($"\"{text}\" is neither a number nor a share such as 1%", option);
        return (int)(isShare ? number / 100 * a.Decisions.Values.Count(decision => decision.IsPlaced) : number);
    }

    private static string AcceptText(List<PodDifference> differences)
    {
        StringBuilder text = new("accept:");
        if (differences.Count == 0) text.Append(" []");
        text.Append('\n');
        foreach (PodDifference one in differences) text.Append(CultureInfo.InvariantCulture, $"- {{pod: \"{one.Pod}\", change: {Camel(one.Kind)}}}\n");
        return text.ToString();
    }

    private static string Camel(DifferenceKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    private static string Words(DifferenceKind kind) => kind switch
    {
        DifferenceKind.NewlyPending => "newly pending",
        DifferenceKind.NewlyPlaced => "newly placed",
        DifferenceKind.OtherVictims => "other victims",
        DifferenceKind.OtherReason => "other reason",
        DifferenceKind.OnlyInA => "only in A",
        DifferenceKind.OnlyInB => "only in B",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
