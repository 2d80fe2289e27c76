using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Selectors;

/// <summary>A conjunction of requirements on labels: the <c>labelSelector</c> parameter and the selector objects of workloads.</summary>
public sealed class LabelSelector
{
    private readonly bool _nothing;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements, bool nothing = false)
    {
        Requirements = requirements;
        _nothing = nothing;
    }

    public static LabelSelector Everything { get; } = new([]);

    public static LabelSelector Nothing { get; } = new([], nothing: true);

    public IReadOnlyList<LabelRequirement> Requirements { get; }

    public bool IsEverything => !_nothing && Requirements.Count == 0;

    /// <exception cref="ApiDataException">The text is not a selector.</exception>
    public static LabelSelector Parse(string text)
    {
        List<LabelRequirement> requirements = new LabelSelectorParser(text).Parse();
        return requirements.Count == 0 ? Everything : new LabelSelector(requirements);
    }

    /// <summary>From a <c>matchLabels</c>/<c>matchExpressions</c> object; null selects nothing, an empty object everything. Validation has seen the object.</summary>
    public static LabelSelector FromObject(JsonObject? selector)
    {
        if (selector is null)
            return Nothing;
        var requirements = new List<LabelRequirement>();
        AddLabels(requirements, selector["matchLabels"] as JsonObject);
        foreach (JsonNode? expression in selector["matchExpressions"] as JsonArray ?? [])
            if (expression is JsonObject e)
                requirements.Add(FromExpression(e));
        return new LabelSelector(requirements);
    }

    /// <summary>From a plain map of labels (the selector of a Service or ReplicationController).</summary>
    public static LabelSelector FromLabels(JsonObject? labels)
    {
        var requirements = new List<LabelRequirement>();
        AddLabels(requirements, labels);
        return new LabelSelector(requirements);
    }

    /// <summary>Whether the metadata.labels of a document match.</summary>
    public bool Matches(JsonObject document) =>
        IsEverything || MatchesLabels((document["metadata"] as JsonObject)?["labels"] as JsonObject);

    public bool MatchesLabels(JsonObject? labels)
    {
        if (_nothing)
            return false;
        foreach (LabelRequirement requirement in Requirements)
        {
            if (!requirement.Accepts(Text(labels?[requirement.Key])))
                return false;
        }

        return true;
    }

    private static void AddLabels(List<LabelRequirement> requirements, JsonObject? labels)
    {
        foreach ((string key, JsonNode? value) in labels ?? [])
            requirements.Add(new LabelRequirement(key, LabelOperator.Equals, [Text(value) ?? ""]));
    }

    private static LabelRequirement FromExpression(JsonObject expression)
    {
        string[] values = (expression["values"] as JsonArray ?? []).Select(v => Text(v) ?? "").ToArray();
        LabelOperator op = Text(expression["operator"]) switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            _ => LabelOperator.DoesNotExist,
        };
        return new LabelRequirement(Text(expression["key"]) ?? "", op, values);
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
