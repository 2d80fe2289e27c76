namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>Finds the plan of a pod: its annotations, else the first rule that matches, else what is usual: pods of Jobs end after a second.</summary>
internal sealed class PodPlans(IReadOnlyList<PodRule> rules)
{
    private static readonly PodPlan OfJobs = PodPlan.Default with { Complete = Delay.Seconds(1) };

    public PodPlan Of(string ns, string? ownerKind, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        var rule = rules.FirstOrDefault(one => Matches(one, ns, ownerKind, labels));
        return PlanAnnotations.Apply(rule?.Plan ?? (ownerKind == "Job" ? OfJobs : PodPlan.Default), labels, annotations);
    }

    private static bool Matches(PodRule rule, string ns, string? ownerKind, IReadOnlyDictionary<string, string> labels) =>
        (rule.Namespace is null || rule.Namespace == ns)
        && (rule.OwnerKind is null || rule.OwnerKind == ownerKind)
        && rule.Labels.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
