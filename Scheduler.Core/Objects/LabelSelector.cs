namespace Scheduler.Core.Objects;

/// <summary>A label selector as written. Null matches nothing, an empty one matches everything.</summary>
public sealed record LabelSelector
{
    public StringMap MatchLabels { get; init; } = StringMap.Empty;
    public SelectorRequirement[] MatchExpressions { get; init; } = [];
}

/// <summary>A key, an operator and its values, in label selectors and node selectors. The operator is kept as written: it may be unknown.</summary>
public sealed record SelectorRequirement(string Key, string Operator, string[] Values);
