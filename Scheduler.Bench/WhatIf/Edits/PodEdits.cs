using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Pods are deleted, and nobody makes them again: a workload shrinks or goes.</summary>
public sealed record DeletePods(PodChoice Pods) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"end of {Pods}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Pod pod in Pods.Of(draft)) draft.Delete(pod.Metadata.Key);
    }
}

/// <summary>Pods ask for other amounts.</summary>
/// <param name="Pods">The pods.</param>
/// <param name="Container">The container that is changed; empty for the first one.</param>
/// <param name="Requests">New amounts of that container; 0 takes a request away.</param>
/// <param name="Factors">Factors for the requests of all containers, by resource.</param>
/// <param name="InPlace">True: pods that run are resized where they are. False: they are replaced, as in a roll-out, and look for a node again.</param>
public sealed record SetRequests(PodChoice Pods, string Container, ResourceList Requests, IReadOnlyDictionary<string, double> Factors, bool InPlace) : Edit
{
    /// <inheritdoc/>
    public override string Title =>
        $"requests of {Pods}: {string.Join(", ", [.. Requests.Items.ToArray().Select(item => $"{item.Key}={item.Value}"), .. Factors.Select(factor => $"{factor.Key} × {factor.Value}")])}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Pod pod in Pods.Of(draft))
        {
            Pod changed = pod with { Spec = pod.Spec with { Containers = [.. pod.Spec.Containers.Select((container, i) => Change(container, i))] }, Status = WithoutAmounts(pod.Status) };
            PodReplacement.Put(draft, pod, changed, InPlace, Title);
        }
    }

    private static PodStatus WithoutAmounts(PodStatus status) => status with { ContainerStatuses = [], Resources = null, AllocatedResources = ResourceList.Empty };

    private Container Change(Container container, int index)
    {
        Dictionary<string, Quantity> amounts = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, Quantity> item in container.Resources.Requests.Items)
            amounts[item.Key] = Factors.TryGetValue(item.Key, out double factor) ? Scale(item.Key, item.Value, factor) : item.Value;
        if (Container.Length == 0 ? index == 0 : container.Name == Container)
        {
            foreach (KeyValuePair<string, Quantity> item in Requests.Items)
            {
                if (item.Value.IsZero) amounts.Remove(item.Key);
                else amounts[item.Key] = item.Value;
            }
        }

        return container with { Resources = container.Resources with { Requests = ResourceList.From(amounts) } };
    }

    private static Quantity Scale(string resource, Quantity amount, double factor) => resource == "cpu"
        ? Quantity.FromMilli((long)Math.Ceiling(amount.MilliValue * factor))
        : Quantity.FromUnits((long)Math.Ceiling(amount.Value * factor));
}

/// <summary>Pods get another priority.</summary>
/// <param name="Pods">The pods.</param>
/// <param name="Priority">The priority.</param>
/// <param name="InPlace">True: pods that run stay where they are. False: they are replaced.</param>
public sealed record SetPriority(PodChoice Pods, int Priority, bool InPlace) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"priority of {Pods}: {Priority}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (Pod pod in Pods.Of(draft))
            PodReplacement.Put(draft, pod, pod with { Spec = pod.Spec with { Priority = Priority, PriorityClassName = "" } }, InPlace, Title);
    }
}

/// <summary>Puts a changed pod in the place of the one before.</summary>
internal static class PodReplacement
{
    public static void Put(SnapshotDraft draft, Pod old, Pod changed, bool inPlace, string why)
    {
        if (old.Spec.NodeName.Length > 0 && !inPlace && Departure.FateOf(old) == Fate.Returns)
        {
            draft.Evict(old, why);
            changed = draft.Again(changed);
        }

        draft.SetPod(changed);
    }
}
