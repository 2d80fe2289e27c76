using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary>Reads the edits of a scenario file: an object with one field, named as the edit.</summary>
internal sealed class EditReader(string source, KubeReader reader)
{
    private static readonly string[] Kinds =
        ["addNodes", "removeNodes", "drain", "cordon", "uncordon", "loseZone", "loseRack", "loseDomain", "addPods", "deletePods", "setRequests", "setPriority", "setTaints", "setLabels"];

    /// <summary>A path that is written in the file.</summary>
    public string PathOf(string written) => Path.Combine(Path.GetDirectoryName(source) ?? "", written);

    /// <summary>The edits of one entry; errors are noted in it.</summary>
    public IEnumerable<Edit> Read(StrictObject entry)
    {
        List<Edit> edits = [];
        int written = 0;
        foreach (string kind in Kinds)
        {
            if (entry.Raw(kind) is not { } value) continue;
            written++;
            try
            {
                if (ReadOne(kind, value, entry) is { } edit) edits.Add(edit);
            }
            catch (InputException e)
            {
                entry.Error(kind, e.Where.StartsWith(entry.Path, StringComparison.Ordinal) ? $"{e.Where[entry.Path.Length..].TrimStart('.')}: {e.Problem}" : e.Message);
            }
        }

        if (written != 1) entry.Error("", $"one edit is expected: {string.Join(", ", Kinds)}");
        entry.End();
        return edits;
    }

    private Edit? ReadOne(string kind, JsonElement value, StrictObject entry)
    {
        if (kind is "loseZone" or "loseRack")
            return entry.String(kind) is { } domain ? Domain(kind == "loseZone" ? EditFlags.Zone : EditFlags.Rack, domain, entry.PathOf(kind), kind == "loseZone" ? "zone" : "rack") : null;
        if (value.ValueKind == JsonValueKind.String && kind is "removeNodes" or "drain" or "cordon" or "uncordon") return Short(kind, value, entry);
        StrictObject fields = entry.Object(kind);
        Edit? edit = kind switch
        {
            "addNodes" => new AddNodes(
                new([Needed(fields, "like")], null, fields.PathOf("like")), Positive(fields, "count", 1), fields.String("prefix") ?? "", Map(fields, "labels")),
            "removeNodes" => new RemoveNodes(Nodes(fields)),
            "drain" => new Drain(Nodes(fields), fields.Boolean("respectBudgets") ?? false),
            "cordon" => new Cordon(Nodes(fields), true),
            "uncordon" => new Cordon(Nodes(fields), false),
            "loseDomain" => Domain(Needed(fields, "label"), Needed(fields, "value"), fields.Path, Needed(fields, "label")),
            "addPods" => new AddPods(
                ManifestReader.ReadFile(PathOf(Needed(fields, "manifest")), reader),
                fields.Raw("replicas") is null ? null : Positive(fields, "replicas", 1), fields.String("manifest") ?? ""),
            "deletePods" => new DeletePods(Pods(fields)),
            "setRequests" => new SetRequests(Pods(fields), fields.String("container") ?? "", Amounts(fields, "requests"), Factors(fields, "factors"), fields.Boolean("inPlace") ?? false),
            "setPriority" => new SetPriority(Pods(fields), fields.Int32("priority") ?? 0, fields.Boolean("inPlace") ?? true),
            "setTaints" => new SetTaints(Nodes(fields), Taints(fields, "add"), Taints(fields, "remove")),
            _ => new SetLabels(Nodes(fields), Map(fields, "set"), fields.Strings("remove")),
        };
        fields.End();
        return edit;
    }

    private static Edit Short(string kind, JsonElement value, StrictObject entry)
    {
        NodeChoice nodes = new([value.GetString()!], null, entry.PathOf(kind));
        return kind switch
        {
            "removeNodes" => new RemoveNodes(nodes),
            "drain" => new Drain(nodes, RespectBudgets: false),
            _ => new Cordon(nodes, kind == "cordon"),
        };
    }

    private static RemoveNodes Domain(string label, string value, string where, string what) =>
        new(new([], SelectorText.Parse($"{label}={value}", where), where), $"{what} {value}");

    private static NodeChoice Nodes(StrictObject fields)
    {
        NodeChoice choice = new(fields.Strings("nodes"), fields.String("labels") is { } text ? SelectorText.Parse(text, fields.PathOf("labels")) : null, fields.Path);
        if (choice.Names.Length == 0 && choice.Labels is null) fields.Error("nodes", "names or labels are expected");
        return choice;
    }

    private static PodChoice Pods(StrictObject fields)
    {
        PodChoice choice = new(fields.Strings("pods"), fields.String("labels") is { } text ? SelectorText.Parse(text, fields.PathOf("labels")) : null, fields.Path);
        if (choice.Keys.Length == 0 && choice.Labels is null) fields.Error("pods", "namespace/name patterns or labels are expected");
        return choice;
    }

    private static string Needed(StrictObject fields, string field)
    {
        if (fields.String(field) is { Length: > 0 } text) return text;
        throw new InputException("is missing", fields.PathOf(field));
    }

    private static int Positive(StrictObject fields, string field, int otherwise)
    {
        int number = fields.Int32(field) ?? otherwise;
        if (number < 1) fields.Error(field, "must be at least 1");
        return Math.Max(1, number);
    }

    private static StringMap Map(StrictObject fields, string field) =>
        fields.Raw(field) is { ValueKind: JsonValueKind.Object } map
            ? StringMap.From(map.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, pair.Value.ToString())))
            : StringMap.Empty;

    private static ResourceList Amounts(StrictObject fields, string field)
    {
        List<KeyValuePair<string, Quantity>> amounts = [];
        foreach (KeyValuePair<string, string> pair in Map(fields, field))
        {
            if (Quantity.TryParse(pair.Value, out Quantity amount)) amounts.Add(new(pair.Key, amount));
            else fields.Error(field, $"{pair.Key}: \"{pair.Value}\" is not a quantity");
        }

        return ResourceList.From(amounts);
    }

    private static Dictionary<string, double> Factors(StrictObject fields, string field)
    {
        Dictionary<string, double> factors = new(StringComparer.Ordinal);
        if (fields.Raw(field) is not { ValueKind: JsonValueKind.Object } map) return factors;
        foreach (JsonProperty pair in map.EnumerateObject())
        {
            if (pair.Value.ValueKind == JsonValueKind.Number && pair.Value.GetDouble() is >= 0 and <= 1000 and double factor) factors[pair.Name] = factor;
            else fields.Error(field, $"{pair.Name} must be a number from 0 to 1000");
        }

        return factors;
    }

    private static Taint[] Taints(StrictObject fields, string field) => [.. fields.Strings(field).Select(text => EditFlags.Taint(text, fields.PathOf(field)))];
}
