using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>How many of the disruptions that budgets allow are taken.</summary>
public sealed class Budgets
{
    private readonly List<(PodDisruptionBudget Budget, Selector Selector)> budgets = [];
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    public Budgets(IEnumerable<PodDisruptionBudget> all)
    {
        foreach (PodDisruptionBudget budget in all)
            if (Selector.Parse(budget.Selector, out _) is { } selector) budgets.Add((budget, selector));
    }

    /// <summary>A pod leaves.</summary>
    public void Count(Pod pod)
    {
        foreach (PodDisruptionBudget budget in Of(pod))
            taken[budget.Metadata.Key] = taken.GetValueOrDefault(budget.Metadata.Key) + 1;
    }

    /// <summary>The budget that does not let a pod go, or null.</summary>
    public string? Holder(Pod pod) => Of(pod).FirstOrDefault(budget => Left(budget) <= 0)?.Metadata.Key;

    /// <summary>Every budget that pods were counted in, by key.</summary>
    public IEnumerable<BudgetUse> Uses() =>
        from item in budgets
        where taken.ContainsKey(item.Budget.Metadata.Key)
        orderby item.Budget.Metadata.Key
        select new BudgetUse(item.Budget.Metadata.Key, item.Budget.DisruptionsAllowed, taken[item.Budget.Metadata.Key]);

    private int Left(PodDisruptionBudget budget) => budget.DisruptionsAllowed - taken.GetValueOrDefault(budget.Metadata.Key);

    private IEnumerable<PodDisruptionBudget> Of(Pod pod)
    {
        foreach ((PodDisruptionBudget budget, Selector selector) in budgets)
            if (budget.Metadata.Namespace == pod.Metadata.Namespace && selector.Matches(pod.Metadata.Labels)) yield return budget;
    }
}

/// <summary>What a scenario takes of a budget.</summary>
/// <param name="Budget">Its <c>namespace/name</c>.</param>
/// <param name="Allowed">Disruptions that it allows at once.</param>
/// <param name="Left">Pods of it that had to leave their nodes.</param>
public readonly record struct BudgetUse(string Budget, int Allowed, int Left)
{
    /// <summary>By how many pods the budget is exceeded; 0 where it is kept.</summary>
    public int Over => Math.Max(0, Left - Allowed);
}
