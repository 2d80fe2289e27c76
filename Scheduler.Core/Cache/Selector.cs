using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>A label selector made ready for matching (docs/semantics.md 1.5). Equal selectors are equal values, so they can be interned.</summary>
public sealed class Selector : IEquatable<Selector>
{
    /// <summary>What an absent selector means.</summary>
    public static readonly Selector Nothing = new("nothing", []);

    /// <summary>What an empty selector means.</summary>
    public static readonly Selector Everything = new("", []);

    private readonly Requirement[] requirements;
    private readonly string text;

    private Selector(string text, Requirement[] requirements)
    {
        this.text = text;
        this.requirements = requirements;
    }

    /// <summary>True for the selector that matches no labels at all.</summary>
    public bool IsNothing => ReferenceEquals(this, Nothing);

    /// <summary>True for a selector without requirements: it matches everything.</summary>
    public bool IsEverything => requirements.Length == 0 && !IsNothing;

    /// <summary>The keys that the selector reads.</summary>
    public IEnumerable<string> Keys => requirements.Select(requirement => requirement.Key);

    /// <summary>Makes a selector ready; null where it is invalid (<paramref name="error"/> says why).</summary>
    public static Selector? Parse(LabelSelector? selector, out string error)
    {
        error = "";
        if (selector is null) return Nothing;
        List<Requirement> requirements = [];
        foreach (KeyValuePair<string, string> pair in selector.MatchLabels)
        {
            if (!TryParse(new(pair.Key, "In", [pair.Value]), out Requirement requirement, out error)) return null;
            requirements.Add(requirement);
        }

        foreach (SelectorRequirement expression in selector.MatchExpressions)
        {
            if (!TryParse(expression, out Requirement requirement, out error)) return null;
            requirements.Add(requirement);
        }

        return Make(requirements);
    }

    /// <summary>A selector that wants every pair equal.</summary>
    public static Selector FromMap(StringMap labels) =>
        Make([.. labels.Select(pair => new Requirement(pair.Key, Operator.In, [pair.Value]))]);

    /// <summary>A selector that wants both.</summary>
    public Selector And(Selector other)
    {
        if (IsNothing || other.IsNothing) return Nothing;
        return other.IsEverything ? this : Make([.. requirements, .. other.requirements]);
    }

    /// <summary>Finds a pair that labels must contain for the selector to match: the way from labels to the few selectors that may match them.</summary>
    public bool TryGetPair(out string key, out string value)
    {
        foreach (ref readonly Requirement requirement in requirements.AsSpan())
        {
            if (requirement.Operator != Operator.In || requirement.Values.Length != 1) continue;
            (key, value) = (requirement.Key, requirement.Values[0]);
            return true;
        }

        (key, value) = ("", "");
        return false;
    }

    /// <summary>True where all requirements hold.</summary>
    public bool Matches(StringMap labels)
    {
        if (IsNothing) return false;
        foreach (ref readonly Requirement requirement in requirements.AsSpan())
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Selector? other) => other is not null && text == other.text && IsNothing == other.IsNothing;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Selector);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => text;

    private static Selector Make(List<Requirement> requirements)
    {
        if (requirements.Count == 0) return Everything;
        string[] parts = [.. requirements.Select(requirement => requirement.ToString())];
        Array.Sort(parts, StringComparer.Ordinal);
        return new(string.Join(",", parts), [.. requirements]);
    }

    private static bool TryParse(SelectorRequirement expression, out Requirement requirement, out string error)
    {
        (Operator op, bool wantsValues) = expression.Operator switch
        {
            "In" => (Operator.In, true),
            "NotIn" => (Operator.NotIn, true),
            "Exists" => (Operator.Exists, false),
            "DoesNotExist" => (Operator.DoesNotExist, false),
            _ => (Operator.Unknown, false),
        };
        requirement = new(expression.Key, op, expression.Values);
        error = op == Operator.Unknown ? $"\"{expression.Operator}\" is not a valid label selector operator"
            : wantsValues && expression.Values.Length == 0 ? $"values of key \"{expression.Key}\": for 'in', 'notin' operators, values set can't be empty"
            : !LabelSyntax.IsQualifiedName(expression.Key) ? $"key: Invalid value: \"{expression.Key}\""
            : wantsValues && Array.Find(expression.Values, value => !LabelSyntax.IsLabelValue(value)) is { } illegal
                ? $"values of key \"{expression.Key}\": Invalid value: \"{illegal}\""
            : !wantsValues && expression.Values.Length > 0 ? $"values of key \"{expression.Key}\": values set must be empty for exists and does not exist"
            : "";
        return error.Length == 0;
    }

    private enum Operator : byte
    {
        Unknown,
        In,
        NotIn,
        Exists,
        DoesNotExist,
    }

    private readonly record struct Requirement(string Key, Operator Operator, string[] Values)
    {
        public bool Matches(StringMap labels)
        {
            bool present = labels.TryGetValue(Key, out string? value);
            return Operator switch
            {
                Operator.In => present && Array.IndexOf(Values, value) >= 0,
                Operator.NotIn => !present || Array.IndexOf(Values, value) < 0,
                Operator.Exists => present,
                Operator.DoesNotExist => !present,
                _ => false,
            };
        }

        public override string ToString() => Operator switch
        {
            Operator.Exists => $"{Key}",
            Operator.DoesNotExist => $"!{Key}",
            _ => $"{Key} {(Operator == Operator.In ? "in" : "notin")} ({string.Join(",", Values.Distinct().Order(StringComparer.Ordinal))})",
        };
    }
}
