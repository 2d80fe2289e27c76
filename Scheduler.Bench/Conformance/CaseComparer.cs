using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Host.Cases;

namespace Scheduler.Bench.Conformance;

/// <summary>Where two results differ: the field, what the reference says, what we say.</summary>
public sealed record Difference(string Field, string Expected, string Got);

/// <summary>
/// Compares a result with the reference's, field by field (fixtures/golden/FORMAT.md 5), and leaves out of both what some plugins contribute.
/// </summary>
public sealed class CaseComparer(IReadOnlySet<string> without)
{
    private static readonly string[] PreemptionPlugins = ["DefaultPreemption", "DynamicResources"];

    private readonly bool withoutPostFilter = PreemptionPlugins.Any(without.Contains);

    /// <summary>The first difference, or null.</summary>
    public Difference? Compare(JsonObject expected, JsonObject got)
    {
        JsonObject left = Normalize(expected), right = Normalize(got);
        return ComparePostFilter(expected, got) ?? CompareNodes("", left, right);
    }

    /// <summary>A copy in which order that means nothing is gone, and what is compared in other ways.</summary>
    private JsonObject Normalize(JsonObject result)
    {
        JsonObject copy = (JsonObject)result.DeepClone();
        copy.Remove("postFilter");
        copy.Remove("retry");
        foreach (string field in (string[])["error", "scoringError"])
            if (copy.ContainsKey(field)) copy[field] = "(some error)";
        if (copy["preFilter"] is JsonObject preFilter)
        {
            DropNames(preFilter, "skipped");
            if (preFilter["code"]?.GetValue<string>() == "Error") preFilter["reasons"] = "(some error)";
        }

        if (copy["rejected"] is JsonArray rejected) copy["rejected"] = SortRejected(rejected);
        if (copy["scoring"] is JsonObject scoring) NormalizeScoring(copy, scoring);
        if (withoutPostFilter) copy.Remove("message");
        return copy;
    }

    private void DropNames(JsonObject parent, string field)
    {
        if (parent[field] is not JsonArray names) return;
        string[] kept = [.. names.Select(name => name!.GetValue<string>()).Where(name => !without.Contains(name))];
        if (kept.Length == 0) parent.Remove(field);
        else parent[field] = GoldenResult.Strings(kept);
    }

    private static JsonObject SortRejected(JsonArray rejected)
    {
        SortedDictionary<string, JsonNode> groups = new(StringComparer.Ordinal);
        foreach (JsonNode? group in rejected)
        {
            string reasons = string.Join("; ", group!["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()).Order(StringComparer.Ordinal));
            groups[$"{group["plugin"]} {group["code"]}: {reasons}"] = group["nodes"]!.DeepClone();
        }

        return new(groups.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private void NormalizeScoring(JsonObject result, JsonObject scoring)
    {
        DropNames(scoring, "skipped");
        JsonArray plugins = scoring["plugins"]!.AsArray();
        long[] total = [.. scoring["total"]!.AsArray().Select(value => value!.GetValue<long>())];
        JsonObject byName = [];
        bool dropped = false;
        foreach (JsonNode? plugin in plugins)
        {
            string name = plugin!["name"]!.GetValue<string>();
            if (!without.Contains(name))
            {
                byName[name] = plugin.DeepClone();
                continue;
            }

            dropped = true;
            long weight = plugin["weight"]!.GetValue<long>();
            JsonArray scores = (plugin["normalized"] ?? plugin["raw"])!.AsArray();
            for (int i = 0; i < total.Length; i++) total[i] -= weight * scores[i]!.GetValue<long>();
        }

        scoring["plugins"] = byName;
        scoring["total"] = new JsonArray([.. total.Select(value => (JsonNode)value)]);
        if (!dropped) return;
        string[] feasible = [.. result["feasible"]!.AsArray().Select(name => name!.GetValue<string>())];
        result["best"] = GoldenResult.Strings(feasible.Where((_, i) => total[i] == total.Max()));
        result["selected"] = result["best"]![0]!.DeepClone();
    }

    /// <summary>Our preemption must be one of the outcomes; the candidates must be the same.</summary>
    private Difference? ComparePostFilter(JsonObject expected, JsonObject got)
    {
        if (withoutPostFilter || !expected.ContainsKey("feasible") || expected["feasible"]!.AsArray().Count > 0) return null;
        if (expected["postFilter"] is not JsonObject left)
            return got["postFilter"] is null ? null : new("postFilter", "(absent)", Show(got["postFilter"]));
        if (got["postFilter"] is not JsonObject right) return new("postFilter", Show(left), "(absent)");
        if (left["code"]!.GetValue<string>() != "Success" || right["code"]!.GetValue<string>() != "Success")
            return CompareNodes("postFilter", left, right);
        Difference? candidates = CompareNodes("postFilter.candidates", ByNode(left["candidates"]), ByNode(right["candidates"]));
        if (candidates is not null) return candidates;
        string outcome = Show(right["outcome"]);
        return left["outcomes"]!.AsArray().Any(allowed => Show(allowed) == outcome) ? null : new("postFilter.outcome", Show(left["outcomes"]), outcome);
    }

    private static JsonObject ByNode(JsonNode? candidates)
    {
        JsonObject byNode = [];
        foreach (JsonNode? candidate in candidates?.AsArray() ?? []) byNode[candidate!["node"]!.GetValue<string>()] = candidate.DeepClone();
        return byNode;
    }

    private static Difference? CompareNodes(string path, JsonNode? expected, JsonNode? got)
    {
        if (expected is JsonObject left && got is JsonObject right)
        {
            foreach (string key in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
            {
                string inner = path.Length == 0 ? key : $"{path}.{key}";
                if (!left.ContainsKey(key)) return new(inner, "(absent)", Show(right[key]));
                if (!right.ContainsKey(key)) return new(inner, Show(left[key]), "(absent)");
                if (CompareNodes(inner, left[key], right[key]) is { } difference) return difference;
            }

            return null;
        }

        string before = Show(expected), after = Show(got);
        return before == after ? null : new(path, before, after);
    }

    private static string Show(JsonNode? node) => node?.ToJsonString(JsonText.Compact) ?? "null";
}
