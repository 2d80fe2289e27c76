using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Plugins.Configuration;

namespace Scheduler.Plugins.PodTopologySpread;

public sealed partial record PodTopologySpreadArgs
{
    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static PodTopologySpreadArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<PodTopologySpreadArgs>(json, errors);
        string type = written.String("defaultingType") is { Length: > 0 } text ? text : "System";
        StrictObject[] entries = written.Objects("defaultConstraints");
        TopologySpreadConstraint[] constraints = [.. entries.Select(ReadConstraint)];
        written.End();

        if (type is not ("System" or "List")) written.Error("defaultingType", "must be System or List");
        if (type == "System" && constraints.Length > 0) written.Error("defaultingType", "must be List where there are defaultConstraints");
        for (int i = 0; i < constraints.Length; i++) CheckConstraint(entries[i], constraints[i], constraints.AsSpan(0, i));
        return new() { UseSystemDefaults = type == "System", DefaultConstraints = constraints };
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        writer.WriteString("defaultingType", UseSystemDefaults ? "System" : "List");
        if (DefaultConstraints.Length == 0) return;
        writer.WriteStartArray("defaultConstraints");
        foreach (TopologySpreadConstraint constraint in DefaultConstraints) WriteConstraint(writer, constraint);
        writer.WriteEndArray();
    }

    private static TopologySpreadConstraint ReadConstraint(StrictObject written)
    {
        TopologySpreadConstraint constraint = new()
        {
            MaxSkew = written.Int32("maxSkew") ?? 0,
            TopologyKey = written.String("topologyKey") ?? "",
            WhenUnsatisfiable = written.String("whenUnsatisfiable") ?? "",
            MinDomains = written.Int32("minDomains"),
            NodeAffinityPolicy = written.String("nodeAffinityPolicy"),
            NodeTaintsPolicy = written.String("nodeTaintsPolicy"),
            MatchLabelKeys = written.Strings("matchLabelKeys"),
        };
        if (written.Raw("labelSelector") is not null) written.Error("labelSelector", "must not be written: the selector follows from the pod's services and owners");
        written.End();
        return constraint;
    }

    private static void CheckConstraint(StrictObject written, TopologySpreadConstraint constraint, ReadOnlySpan<TopologySpreadConstraint> before)
    {
        if (constraint.MaxSkew < 1) written.Error("maxSkew", "must be at least 1");
        if (!LabelSyntax.IsQualifiedName(constraint.TopologyKey)) written.Error("topologyKey", "must be a label key, such as topology.kubernetes.io/zone");
        if (constraint.WhenUnsatisfiable is not ("DoNotSchedule" or "ScheduleAnyway")) written.Error("whenUnsatisfiable", "must be DoNotSchedule or ScheduleAnyway");
        foreach (TopologySpreadConstraint other in before)
        {
            if (other.TopologyKey != constraint.TopologyKey || other.WhenUnsatisfiable != constraint.WhenUnsatisfiable) continue;
            written.Error("topologyKey", $"there is a constraint with this key and {constraint.WhenUnsatisfiable} already");
            return;
        }
    }

    private static void WriteConstraint(Utf8JsonWriter writer, TopologySpreadConstraint constraint)
    {
        writer.WriteStartObject();
        writer.WriteNumber("maxSkew", constraint.MaxSkew);
        writer.WriteString("topologyKey", constraint.TopologyKey);
        writer.WriteString("whenUnsatisfiable", constraint.WhenUnsatisfiable);
        if (constraint.MinDomains is int minDomains) writer.WriteNumber("minDomains", minDomains);
        if (constraint.NodeAffinityPolicy is { } affinity) writer.WriteString("nodeAffinityPolicy", affinity);
        if (constraint.NodeTaintsPolicy is { } taints) writer.WriteString("nodeTaintsPolicy", taints);
        if (constraint.MatchLabelKeys.Length > 0) ArgsWriting.Strings(writer, "matchLabelKeys", constraint.MatchLabelKeys);
        writer.WriteEndObject();
    }
}
