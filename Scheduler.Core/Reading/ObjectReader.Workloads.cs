using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Namespaces, services, workloads, priority classes and disruption budgets.</summary>
internal ref partial struct ObjectReader
{
    private Namespace NamespaceHere()
    {
        BeginObject();
        ObjectMeta metadata = new();
        while (NextField())
        {
            if (Is("metadata"u8)) metadata = Metadata();
            else SkipValue();
        }

        return new() { Metadata = metadata };
    }

    private Service ServiceHere()
    {
        (ObjectMeta metadata, StringMap? selector) = MetadataAndMapSelector();
        return new() { Metadata = metadata, Selector = selector };
    }

    private ReplicationController ReplicationControllerHere()
    {
        (ObjectMeta metadata, StringMap? selector) = MetadataAndMapSelector();
        return new() { Metadata = metadata, Selector = selector };
    }

    private (ObjectMeta Metadata, StringMap? Selector) MetadataAndMapSelector()
    {
        BeginObject();
        ObjectMeta metadata = new();
        StringMap? selector = null;
        while (NextField())
        {
            if (Is("metadata"u8)) metadata = Metadata();
            else if (Is("spec"u8)) selector = SpecSelector();
            else SkipValue();
        }

        return (metadata, selector);
    }

    private StringMap? SpecSelector()
    {
        if (!Enter()) return null;
        StringMap? selector = null;
        while (NextField())
        {
            if (Is("selector"u8)) selector = MapOrNull();
            else SkipValue();
        }

        return selector;
    }

    private Workload WorkloadHere()
    {
        BeginObject();
        Workload workload = new() { Kind = Kind!.Value.Info().Name };
        while (NextField())
        {
            if (Is("metadata"u8)) workload = workload with { Metadata = Metadata() };
            else if (Is("spec"u8)) workload = WorkloadSpec(workload);
            else SkipValue();
        }

        return workload;
    }

    private Workload WorkloadSpec(Workload workload)
    {
        if (!Enter()) return workload;
        bool isJob = Kind == KubeKind.Job;
        while (NextField())
        {
            if (Is("selector"u8)) workload = workload with { Selector = SelectorOrNull() };
            else if (isJob ? Is("parallelism"u8) : Is("replicas"u8)) workload = workload with { Replicas = Int32OrNull() };
            else SkipValue();
        }

        return workload;
    }

    private PriorityClass PriorityClassHere()
    {
        BeginObject();
        PriorityClass priorityClass = new();
        while (NextField())
        {
            if (Is("metadata"u8)) priorityClass = priorityClass with { Metadata = Metadata() };
            else if (Is("value"u8)) priorityClass = priorityClass with { Value = Int32() };
            else if (Is("globalDefault"u8)) priorityClass = priorityClass with { GlobalDefault = Flag() };
            else if (Is("preemptionPolicy"u8)) priorityClass = priorityClass with { PreemptionPolicy = Text() };
            else SkipValue();
        }

        return priorityClass;
    }

    private PodDisruptionBudget BudgetHere()
    {
        BeginObject();
        PodDisruptionBudget budget = new();
        while (NextField())
        {
            if (Is("metadata"u8)) budget = budget with { Metadata = Metadata() };
            else if (Is("spec"u8)) budget = BudgetSpec(budget);
            else if (Is("status"u8)) budget = BudgetStatus(budget);
            else SkipValue();
        }

        return budget;
    }

    private PodDisruptionBudget BudgetSpec(PodDisruptionBudget budget)
    {
        if (!Enter()) return budget;
        while (NextField())
        {
            if (Is("selector"u8)) budget = budget with { Selector = SelectorOrNull() };
            else SkipValue();
        }

        return budget;
    }

    private PodDisruptionBudget BudgetStatus(PodDisruptionBudget budget)
    {
        if (!Enter()) return budget;
        while (NextField())
        {
            if (Is("disruptionsAllowed"u8)) budget = budget with { DisruptionsAllowed = Int32() };
            else if (Is("disruptedPods"u8)) budget = budget with { DisruptedPods = DisruptedPods() };
            else SkipValue();
        }

        return budget;
    }

    private string[] DisruptedPods()
    {
        if (!Enter()) return [];
        SortedSet<string> names = new(StringComparer.Ordinal);
        while (NextField())
        {
            names.Add(FieldName());
            SkipValue();
        }

        return [.. names];
    }
}
