using System.Text.Json;
using Scheduler.Core.Configuration;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>The numbers of a row, scaled, and which of them the steps use.</summary>
internal sealed class Parameters
{
    private readonly StrictObject row;
    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public Parameters(StrictObject row, double scale)
    {
        this.row = row;
        if (row.Raw("params") is not { ValueKind: JsonValueKind.Object } written) return;
        foreach (JsonProperty property in written.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out int value) && value >= 0)
                values[property.Name] = property.Name.EndsWith("PerNamespace", StringComparison.Ordinal) ? value : (int)Math.Ceiling(value * scale);
            else row.Error("params", $"{property.Name} must be a whole number of at least 0");
        }
    }

    /// <summary>A number in a step: written as it is, or <c>$name</c> for a parameter.</summary>
    public int Number(StrictObject step, string field, int? otherwise = null)
    {
        switch (step.Raw(field))
        {
            case null when otherwise is { } number: return number;
            case { ValueKind: JsonValueKind.Number } written when written.TryGetInt32(out int number) && number >= 0: return number;
            case { ValueKind: JsonValueKind.String } written when written.GetString() is ['$', ..] text:
                used.Add(text[1..]);
                if (values.TryGetValue(text[1..], out int value)) return value;
                step.Error(field, $"is no parameter of {row.Path}");
                return 0;
            default:
                step.Error(field, "must be a whole number of at least 0 or $parameter");
                return 0;
        }
    }

    /// <summary>To be called when all steps have been read.</summary>
    public void End()
    {
        foreach (string name in values.Keys)
            if (!used.Contains(name)) row.Error("params", $"{name} is used by no step");
    }
}
