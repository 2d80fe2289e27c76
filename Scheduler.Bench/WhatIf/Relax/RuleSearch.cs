using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>Which of the pod's own rules would have to give way: a skew, a term towards other pods, a host port.</summary>
internal static class RuleSearch
{
    public static IEnumerable<Suggestion> Skew(PodTrial trial)
    {
        TopologySpreadConstraint[] constraints = trial.Pod.Spec.TopologySpreadConstraints;
        for (int i = 0; i < constraints.Length; i++)
        {
            if (constraints[i].WhenUnsatisfiable != "DoNotSchedule") continue;

            // Invariant: with a skew of low it does not fit, with high it does.
            int low = constraints[i].MaxSkew, high = low + trial.Snapshot.Objects.Pods.Count + 1;
            if (trial.Place(With(high, i)) is null) continue;
            while (high - low > 1)
            {
                int middle = low + ((high - low) / 2);
                if (trial.Place(With(middle, i)) is null) low = middle;
                else high = middle;
            }

            if (trial.Place(With(high, i)) is not { } node || trial.Place(With(low, i)) is not null) continue;
            yield return new("skew", $"maxSkew over {constraints[i].TopologyKey}: {constraints[i].MaxSkew} → {high}", node, $"{low}");
        }

        PodSpec With(int skew, int index) => trial.Pod.Spec with { TopologySpreadConstraints = Changed(constraints, index, constraints[index] with { MaxSkew = skew }) };
    }

    public static IEnumerable<Suggestion> PodAffinity(PodTrial trial)
    {
        if (trial.Pod.Spec.Affinity is not { } affinity) yield break;
        for (int i = 0; i < (affinity.PodAffinity?.Required.Length ?? 0); i++)
        {
            PodAffinity fewer = affinity.PodAffinity! with { Required = Dropped(affinity.PodAffinity.Required, i) };
            if (trial.Place(trial.Pod.Spec with { Affinity = affinity with { PodAffinity = fewer } }) is { } node)
                yield return new("affinity", $"no required affinity over {affinity.PodAffinity.Required[i].TopologyKey}", node, "all terms kept");
        }

        for (int i = 0; i < (affinity.PodAntiAffinity?.Required.Length ?? 0); i++)
        {
            PodAffinity fewer = affinity.PodAntiAffinity! with { Required = Dropped(affinity.PodAntiAffinity.Required, i) };
            if (trial.Place(trial.Pod.Spec with { Affinity = affinity with { PodAntiAffinity = fewer } }) is { } node)
                yield return new("affinity", $"no required anti-affinity over {affinity.PodAntiAffinity.Required[i].TopologyKey}", node, "all terms kept");
        }
    }

    public static IEnumerable<Suggestion> Ports(PodTrial trial)
    {
        Container[] containers = trial.Pod.Spec.Containers;
        for (int c = 0; c < containers.Length; c++)
        {
            for (int i = 0; i < containers[c].Ports.Length; i++)
            {
                ContainerPort port = containers[c].Ports[i];
                if (port.HostPort == 0) continue;
                Container fewer = containers[c] with { Ports = Dropped(containers[c].Ports, i) };
                if (trial.Place(trial.Pod.Spec with { Containers = Changed(containers, c, fewer) }) is { } node)
                    yield return new("port", $"no host port {port.HostPort}", node, "all ports kept");
            }
        }
    }

    private static T[] Dropped<T>(T[] items, int index) => [.. items[..index], .. items[(index + 1)..]];

    private static T[] Changed<T>(T[] items, int index, T value)
    {
        T[] copy = [.. items];
        copy[index] = value;
        return copy;
    }
}
