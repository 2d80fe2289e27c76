using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>The largest request with which the pod fits, one resource at a time: of the container that asks for most of it.</summary>
internal static class RequestSearch
{
    private const long Mebi = 1 << 20;

    public static IEnumerable<Suggestion> Of(PodTrial trial)
    {
        Container[] containers = trial.Pod.Spec.Containers;
        foreach (string resource in containers.SelectMany(container => container.Resources.Requests.Items.ToArray().Select(item => item.Key)).Distinct())
        {
            int index = Array.IndexOf(containers, containers.MaxBy(container => container.Resources.Requests[resource] ?? Quantity.Zero));
            Quantity asked = containers[index].Resources.Requests[resource]!.Value;
            long high = Steps(resource, asked);

            // Invariant: with low steps the pod fits, with high steps it does not.
            if (trial.Place(With(trial.Pod.Spec, index, resource, 0)) is null) continue;
            long low = 0;
            while (high - low > 1)
            {
                long middle = low + ((high - low) / 2);
                if (trial.Place(With(trial.Pod.Spec, index, resource, middle)) is null) high = middle;
                else low = middle;
            }

            string? node = trial.Place(With(trial.Pod.Spec, index, resource, low));
            if (node is null || trial.Place(With(trial.Pod.Spec, index, resource, high)) is not null) continue;
            string name = containers.Length > 1 ? $" of container {containers[index].Name}" : "";
            yield return new("request", $"{resource}{name}: {Text(resource, asked)} → {Text(resource, Amount(resource, low))}", node, Text(resource, Amount(resource, high)));
        }
    }

    /// <summary>Cpu in milli, bytes in mebi, everything else in units; rounded up, so that the amount as asked is not below what was asked.</summary>
    private static long Steps(string resource, Quantity amount) =>
        resource == "cpu" ? amount.MilliValue : IsBytes(resource) ? (amount.Value + Mebi - 1) / Mebi : amount.Value;

    private static Quantity Amount(string resource, long steps) =>
        resource == "cpu" ? Quantity.FromMilli(steps) : Quantity.FromUnits(IsBytes(resource) ? steps * Mebi : steps);

    private static string Text(string resource, Quantity amount) => IsBytes(resource) ? amount.ToBinaryString() : amount.ToString();

    private static bool IsBytes(string resource) => resource is "memory" or "ephemeral-storage" || resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static PodSpec With(PodSpec spec, int container, string resource, long steps)
    {
        Container[] containers = [.. spec.Containers];
        ResourceRequirements resources = containers[container].Resources;
        var others = resources.Requests.Items.ToArray().Where(item => item.Key != resource);
        ResourceList requests = ResourceList.From(steps == 0 ? others : others.Append(new(resource, Amount(resource, steps))));
        containers[container] = containers[container] with { Resources = resources with { Requests = requests } };
        return spec with { Containers = containers };
    }
}
