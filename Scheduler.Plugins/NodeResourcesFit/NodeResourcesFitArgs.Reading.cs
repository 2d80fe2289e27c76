using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.Configuration;

namespace Scheduler.Plugins.NodeResourcesFit;

public sealed partial record NodeResourcesFitArgs
{
    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static NodeResourcesFitArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<NodeResourcesFitArgs>(json, errors);
        NodeResourcesFitArgs args = new()
        {
            IgnoredResources = written.Strings("ignoredResources"),
            IgnoredResourceGroups = written.Strings("ignoredResourceGroups"),
            ScoringStrategy = written.ObjectOrNull("scoringStrategy") is { } strategy ? ReadStrategy(strategy) : new(),
        };
        written.End();
        CheckNames("ignoredResources", args.IgnoredResources, errors);
        CheckNames("ignoredResourceGroups", args.IgnoredResourceGroups, errors);
        for (int i = 0; i < args.IgnoredResourceGroups.Length; i++)
            if (args.IgnoredResourceGroups[i].Contains('/')) errors.Add($"ignoredResourceGroups[{i}]", $"\"{args.IgnoredResourceGroups[i]}\"", "must not contain a slash");
        return args;
    }

    /// <summary>These arguments with the resources that extenders check alone; they replace what was written, as in kube-scheduler.</summary>
    public NodeResourcesFitArgs Ignoring(IReadOnlyList<string> resources) => this with { IgnoredResources = [.. resources] };

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        if (IgnoredResources.Length > 0) ArgsWriting.Strings(writer, "ignoredResources", IgnoredResources);
        if (IgnoredResourceGroups.Length > 0) ArgsWriting.Strings(writer, "ignoredResourceGroups", IgnoredResourceGroups);
        writer.WriteStartObject("scoringStrategy");
        writer.WriteString("type", ScoringStrategy.Type.ToString());
        ArgsWriting.Resources(writer, ScoringStrategy.Resources);
        if (ScoringStrategy.Type == ScoringStrategyType.RequestedToCapacityRatio)
        {
            writer.WriteStartObject("requestedToCapacityRatio");
            ArgsWriting.Shape(writer, ScoringStrategy.Shape);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static ScoringStrategy ReadStrategy(StrictObject written)
    {
        StrictObject[] entries = written.Objects("resources");
        ResourceSpec[] resources = [.. entries.Select(ArgsReading.Resource)];
        for (int i = 0; i < entries.Length; i++)
            if (resources[i].Weight is < 1 or > 100) entries[i].Error("weight", "must be 1 to 100");

        ScoringStrategyType type = ReadType(written);
        ScoringStrategy strategy = new() { Type = type, Shape = ReadRatio(written, isNeeded: type == ScoringStrategyType.RequestedToCapacityRatio) };
        written.End();
        return resources.Length == 0 ? strategy : strategy with { Resources = resources };
    }

    // Where a strategy is written its type must be too: only a strategy as a whole has a default.
    private static ScoringStrategyType ReadType(StrictObject written)
    {
        switch (written.String("type"))
        {
            case "LeastAllocated": return ScoringStrategyType.LeastAllocated;
            case "MostAllocated": return ScoringStrategyType.MostAllocated;
            case "RequestedToCapacityRatio": return ScoringStrategyType.RequestedToCapacityRatio;
            default:
                written.Error("type", "must be LeastAllocated, MostAllocated or RequestedToCapacityRatio");
                return ScoringStrategyType.LeastAllocated;
        }
    }

    private static UtilizationShapePoint[] ReadRatio(StrictObject written, bool isNeeded)
    {
        StrictObject? ratio = written.ObjectOrNull("requestedToCapacityRatio");
        if (isNeeded && ratio is null) written.Error("requestedToCapacityRatio", "must be written where type is RequestedToCapacityRatio");
        if (!isNeeded && ratio is not null) written.Error("requestedToCapacityRatio", "must not be written where type is not RequestedToCapacityRatio");
        if (ratio is null) return [];
        UtilizationShapePoint[] shape = ArgsReading.Shape(ratio);
        if (isNeeded && shape.Length == 0) ratio.Error("shape", "must have at least one point");
        ratio.End();
        return shape;
    }

    private static void CheckNames(string field, string[] names, FieldErrors errors)
    {
        for (int i = 0; i < names.Length; i++)
            if (!LabelSyntax.IsQualifiedName(names[i])) errors.Add($"{field}[{i}]", $"\"{names[i]}\"", "must be a qualified name, such as example.com/gpu");
    }
}
