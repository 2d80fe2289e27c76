namespace Scheduler.Host.Controllers.Workloads;

/// <summary>A ReplicaSet as scaling in the middle of a rollout sees it.</summary>
/// <param name="Uid">Which one.</param>
/// <param name="Replicas">How many it is asked to have.</param>
/// <param name="MaxBefore">How many replicas there could be in all when it was sized.</param>
public readonly record struct SetShare(string Uid, long Replicas, long MaxBefore);

/// <summary>
/// Shares out a new number of replicas among the sets of a rollout that is not finished, in proportion to what they have:
/// <c>Σ replicas == wanted + maxSurge</c> afterwards. What rounding leaves over goes to the first: the largest.
/// </summary>
public static class ScalingPlan
{
    /// <param name="wanted">The replicas of the Deployment.</param>
    /// <param name="maxSurge">How many more there may be.</param>
    /// <param name="sets">The sets with replicas, oldest first.</param>
    /// <returns>The size of each.</returns>
    public static IReadOnlyList<KeyValuePair<string, long>> Of(long wanted, long maxSurge, IReadOnlyList<SetShare> sets)
    {
        var allowed = wanted > 0 ? wanted + maxSurge : 0;
        var change = allowed - sets.Sum(set => set.Replicas);

        // Of equally large ones the newer grows first, and the older shrinks first.
        var ordered = (change > 0 ? sets.Reverse() : sets).OrderByDescending(set => set.Replicas).ToArray();
        var sizes = new long[ordered.Length];
        var given = 0L;
        for (var i = 0; i < ordered.Length; i++)
        {
            var share = change == 0 || change == given ? 0 : Share(ordered[i], wanted, maxSurge);
            share = change > 0 ? Math.Min(share, change - given) : Math.Max(share, change - given);
            sizes[i] = ordered[i].Replicas + share;
            given += share;
        }
        if (ordered.Length > 0) sizes[0] = Math.Max(0, sizes[0] + change - given);
        return [.. ordered.Select((set, i) => KeyValuePair.Create(set.Uid, sizes[i]))];
    }

    /// <summary>How many more, or fewer, a set has when it keeps its part of the whole.</summary>
    private static long Share(SetShare set, long wanted, long maxSurge)
    {
        if (wanted == 0) return -set.Replicas;
        if (set.MaxBefore == 0) return 0;
        return (long)Math.Round((double)set.Replicas * (wanted + maxSurge) / set.MaxBefore, MidpointRounding.AwayFromZero) - set.Replicas;
    }
}
