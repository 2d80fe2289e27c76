using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>Which pods of a node cannot all go without breaking a disruption budget (docs/semantics.md 4.4).</summary>
internal sealed class DisruptionBudgets(ObjectTable<PodDisruptionBudget> table)
{
    private readonly List<Budget> budgets = [];
    private int[] left = [];
    private long version = -1;

    /// <summary>True where no budget can be broken.</summary>
    public bool IsEmpty => budgets.Count == 0;

    /// <summary>Reads the budgets again if they changed.</summary>
    public void Update()
    {
        if (version == table.Version) return;
        version = table.Version;
        budgets.Clear();
        foreach (PodDisruptionBudget budget in table.All)
        {
            // Nothing is what an absent selector matches, and an empty or invalid one too.
            if (Selector.Parse(budget.Selector, out _) is not { IsNothing: false, IsEverything: false } selector) continue;
            budgets.Add(new(budget.Metadata.Namespace, selector, budget.DisruptionsAllowed, new(budget.DisruptedPods, StringComparer.Ordinal)));
        }

        left = new int[budgets.Count];
    }

    /// <summary>Splits pods, most important first, into those whose going breaks a budget and the others; both keep the order.</summary>
    public void Split(List<PodInfo> pods, List<PodInfo> violating, List<PodInfo> others)
    {
        for (int i = 0; i < left.Length; i++) left[i] = budgets[i].Allowed;
        foreach (PodInfo pod in pods) (Violates(pod) ? violating : others).Add(pod);
    }

    /// <summary>Takes a pod off all budgets that it counts in; true where one of them is overdrawn.</summary>
    private bool Violates(PodInfo pod)
    {
        if (pod.Labels.Count == 0) return false;
        bool violates = false;
        for (int i = 0; i < left.Length; i++)
            if (budgets[i].Counts(pod)) violates |= --left[i] < 0;
        return violates;
    }

    private sealed record Budget(string Namespace, Selector Selector, int Allowed, HashSet<string> DisruptedPods)
    {
        public bool Counts(PodInfo pod) => pod.Namespace == Namespace && Selector.Matches(pod.Labels) && !DisruptedPods.Contains(pod.Name);
    }
}
