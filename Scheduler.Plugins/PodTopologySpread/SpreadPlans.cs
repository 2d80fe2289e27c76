using Scheduler.Core.Cache;
using Scheduler.Core.Cache.Counters;
using Scheduler.Core.Objects;

namespace Scheduler.Plugins.PodTopologySpread;

/// <summary>Finds the plan of a pod; pods that are alike share one.</summary>
internal sealed class SpreadPlans(Cluster cluster, PodTopologySpreadArgs args, bool comparesTaints)
{
    private const int PlansMax = 1 << 14;

    private static readonly TopologySpreadConstraint[] SystemDefaults =
    [
        new() { TopologyKey = "kubernetes.io/hostname", MaxSkew = 3, WhenUnsatisfiable = "ScheduleAnyway" },
        new() { TopologyKey = "topology.kubernetes.io/zone", MaxSkew = 5, WhenUnsatisfiable = "ScheduleAnyway" },
    ];

    private readonly Dictionary<Key, SpreadPlan> plans = [];
    private readonly DefaultSelectors defaultSelectors = new(cluster);
    private readonly SpreadConstraintSet defaults =
        cluster.SpreadConstraints.Of(args.UseSystemDefaults ? SystemDefaults : args.DefaultConstraints);

    /// <summary>The plan; null where nothing spreads the pod.</summary>
    public SpreadPlan? Of(PodInfo pod)
    {
        SpreadConstraintSet own = pod.Spec.SpreadConstraints;
        if (own.Id != 0) return Find(pod, own, null);
        if (defaults.Id == 0) return null;
        Selector selector = defaultSelectors.Of(pod);
        return selector.IsEverything ? null : Find(pod, defaults, selector);
    }

    /// <param name="pod">The pod.</param>
    /// <param name="constraints">Its constraints, or the default ones.</param>
    /// <param name="defaultSelector">The selector of default constraints; null where the constraints are the pod's own.</param>
    private SpreadPlan Find(PodInfo pod, SpreadConstraintSet constraints, Selector? defaultSelector)
    {
        Key key = new(constraints.Id, pod.NamespaceId, pod.LabelSetId, pod.Spec.NodeAffinity.Id, pod.Spec.Tolerations.Id, defaultSelector);
        if (plans.TryGetValue(key, out SpreadPlan? known)) return known;
        if (plans.Count >= PlansMax) plans.Clear();
        SpreadPlan made = Make(pod, constraints, defaultSelector);
        plans.Add(key, made);
        return made;
    }

    private SpreadPlan Make(PodInfo pod, SpreadConstraintSet constraints, Selector? defaultSelector)
    {
        bool requiresAllKeys = defaultSelector is null || !args.UseSystemDefaults;
        string softKeys = requiresAllKeys ? KeysOf(constraints.Soft) : "";
        return new()
        {
            Hard = [.. constraints.Hard.Select(constraint => Plan(pod, constraint, defaultSelector, KeysOf(constraints.Hard), false))],
            Soft = [.. constraints.Soft.Select(constraint => Plan(pod, constraint, defaultSelector, softKeys, !requiresAllKeys))],
            RequiresAllKeys = requiresAllKeys,
            SoftKeys = new(softKeys, null, null, false),
        };
    }

    private PlannedConstraint Plan(PodInfo pod, SpreadConstraint constraint, Selector? defaultSelector, string keys, bool absentIsEmpty)
    {
        Selector selector = defaultSelector ?? constraint.SelectorFor(pod.Labels);
        return new()
        {
            Constraint = constraint,
            Selector = selector,
            NamespaceId = pod.NamespaceId,
            Column = cluster.Nodes.LabelColumn(constraint.TopologyKey),
            Inclusion = new(
                keys,
                constraint.HonorsAffinity && !pod.Spec.NodeAffinity.MatchesEverything ? pod.Spec.NodeAffinity : null,
                constraint.HonorsTaints ? pod.Spec.Tolerations : null,
                constraint.HonorsTaints && comparesTaints),
            SelfMatch = selector.Matches(pod.Labels) ? 1 : 0,
            AbsentIsEmpty = absentIsEmpty,
        };
    }

    private static string KeysOf(SpreadConstraint[] constraints) => string.Join('\n', constraints.Select(constraint => constraint.TopologyKey).Distinct());

    private readonly record struct Key(int Constraints, int NamespaceId, int LabelSetId, int NodeAffinity, int Tolerations, Selector? DefaultSelector);
}
