using System.Globalization;

namespace Scheduler.Host.ApiServer.Selectors;

public enum LabelOperator : byte
{
    In,
    NotIn,
    Equals,
    NotEquals,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}

/// <summary>One requirement on one label. An absent label satisfies <c>!=</c>, <c>notin</c> and <c>!</c>.</summary>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Accepts(string? value) => Operator switch
    {
        LabelOperator.Exists => value is not null,
        LabelOperator.DoesNotExist => value is null,
        LabelOperator.In or LabelOperator.Equals => value is not null && Values.Contains(value),
        LabelOperator.NotIn or LabelOperator.NotEquals => value is null || !Values.Contains(value),
        _ => AcceptsNumber(value),
    };

    private bool AcceptsNumber(string? value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            || !long.TryParse(Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long bound))
            return false;
        return Operator == LabelOperator.GreaterThan ? number > bound : number < bound;
    }
}
