using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Plugins.Configuration;

namespace Scheduler.Plugins.NodeAffinity;

public sealed partial record NodeAffinityArgs
{
    private const string RequiredField = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string PreferredField = "preferredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Reads and checks the arguments; null gives no added affinity. A term that a pod could have but never match is an error here.</summary>
    public static NodeAffinityArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<NodeAffinityArgs>(json, errors);
        StrictObject? added = written.ObjectOrNull("addedAffinity");
        written.End();
        return added is null ? new() : new() { AddedAffinity = ReadAffinity(added, errors) };
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        if (AddedAffinity is not { } affinity) return;
        writer.WriteStartObject("addedAffinity");
        if (affinity.Required is { } required) WriteRequired(writer, required);
        if (affinity.Preferred is { } preferred) WritePreferred(writer, preferred);
        writer.WriteEndObject();
    }

    private static Core.Objects.NodeAffinity ReadAffinity(StrictObject written, FieldErrors errors)
    {
        NodeSelector? required = null;
        if (written.ObjectOrNull(RequiredField) is { } selector)
        {
            required = new([.. selector.Objects("nodeSelectorTerms").Select(term => ReadTerm(term, errors))]);
            selector.End();
        }

        PreferredSchedulingTerm[]? preferred = written.ObjectsOrNull(PreferredField)?.Select(term => ReadPreferred(term, errors)).ToArray();
        written.End();
        return new() { Required = required, Preferred = preferred };
    }

    private static PreferredSchedulingTerm ReadPreferred(StrictObject written, FieldErrors errors)
    {
        PreferredSchedulingTerm term = new(written.Int32("weight") ?? 0, ReadTerm(written.Object("preference"), errors));
        written.End();
        return term;
    }

    private static NodeSelectorTerm ReadTerm(StrictObject written, FieldErrors errors)
    {
        NodeSelectorTerm term = new()
        {
            MatchExpressions = [.. written.Objects("matchExpressions").Select(ReadRequirement)],
            MatchFields = [.. written.Objects("matchFields").Select(ReadRequirement)],
        };
        written.End();
        if (new NodeSelectorTermMatcher(term).Error is not { } problem) return term;

        // "path: what", the path beginning with a dot.
        int colon = problem.IndexOf(": ", StringComparison.Ordinal);
        errors.Add(written.PathOf(problem[1..colon]), "", problem[(colon + 2)..]);
        return term;
    }

    private static SelectorRequirement ReadRequirement(StrictObject written)
    {
        SelectorRequirement requirement = new(written.String("key") ?? "", written.String("operator") ?? "", written.Strings("values"));
        written.End();
        return requirement;
    }

    private static void WriteRequired(Utf8JsonWriter writer, NodeSelector selector)
    {
        writer.WriteStartObject(RequiredField);
        writer.WriteStartArray("nodeSelectorTerms");
        foreach (NodeSelectorTerm term in selector.Terms)
        {
            writer.WriteStartObject();
            WriteTermFields(writer, term);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePreferred(Utf8JsonWriter writer, PreferredSchedulingTerm[] terms)
    {
        writer.WriteStartArray(PreferredField);
        foreach (PreferredSchedulingTerm term in terms)
        {
            writer.WriteStartObject();
            writer.WriteNumber("weight", term.Weight);
            writer.WriteStartObject("preference");
            WriteTermFields(writer, term.Preference);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTermFields(Utf8JsonWriter writer, NodeSelectorTerm term)
    {
        WriteRequirements(writer, "matchExpressions", term.MatchExpressions);
        WriteRequirements(writer, "matchFields", term.MatchFields);
    }

    private static void WriteRequirements(Utf8JsonWriter writer, string field, SelectorRequirement[] requirements)
    {
        if (requirements.Length == 0) return;
        writer.WriteStartArray(field);
        foreach (SelectorRequirement requirement in requirements)
        {
            writer.WriteStartObject();
            writer.WriteString("key", requirement.Key);
            writer.WriteString("operator", requirement.Operator);
            if (requirement.Values.Length > 0) ArgsWriting.Strings(writer, "values", requirement.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
