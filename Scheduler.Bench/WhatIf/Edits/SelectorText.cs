using Scheduler.Bench.Output;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;
using ParsedSelector = Scheduler.Host.ApiServer.Selectors.LabelSelector;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Reads selectors as <c>kubectl -l</c> takes them: <c>pool=gpu,zone in (a,b),!spot</c>.</summary>
public static class SelectorText
{
    /// <exception cref="InputException">The text is no selector.</exception>
    public static Selector Parse(string text, string where)
    {
        try
        {
            SelectorRequirement[] requirements = [.. ParsedSelector.Parse(text).Requirements.Select(one => Requirement(one, where))];
            return Selector.Parse(new() { MatchExpressions = requirements }, out string error) ?? throw new InputException(error, where);
        }
        catch (ApiDataException e)
        {
            throw new InputException(e.Message, where);
        }
    }

    private static SelectorRequirement Requirement(LabelRequirement one, string where) => new(
        one.Key,
        one.Operator switch
        {
            LabelOperator.In or LabelOperator.Equals => "In",
            LabelOperator.NotIn or LabelOperator.NotEquals => "NotIn",
            LabelOperator.Exists => "Exists",
            LabelOperator.DoesNotExist => "DoesNotExist",
            _ => throw new InputException($"{one.Key}: greater and less are not compared here", where),
        },
        [.. one.Values]);
}
