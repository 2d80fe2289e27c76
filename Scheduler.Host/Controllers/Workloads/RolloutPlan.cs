namespace Scheduler.Host.Controllers.Workloads;

/// <summary>A ReplicaSet as a rollout sees it.</summary>
/// <param name="Uid">Which one.</param>
/// <param name="Replicas">How many it is asked to have.</param>
/// <param name="Available">How many of them serve.</param>
public readonly record struct SetSize(string Uid, long Replicas, long Available);

/// <summary>
/// The next step of a rolling update, as a function of sizes: <c>Σ replicas &lt;= wanted + maxSurge</c>, and never takes away what would leave fewer than
/// <c>wanted - maxUnavailable</c> available.
/// </summary>
public static class RolloutPlan
{
    /// <summary>Without surge something has to give way first.</summary>
    public static long MaxUnavailable(long maxSurge, long maxUnavailable) => maxSurge == 0 && maxUnavailable == 0 ? 1 : maxUnavailable;

    /// <summary>How many replicas a set begins with, when <paramref name="present"/> are there.</summary>
    public static long First(long wanted, long maxSurge, long present) => Math.Clamp(wanted + maxSurge - present, 0, wanted);

    /// <param name="wanted">The replicas of the Deployment.</param>
    /// <param name="maxSurge">How many more there may be.</param>
    /// <param name="maxUnavailable">How many fewer may be available.</param>
    /// <param name="newest">The set of the present template.</param>
    /// <param name="sets">All sets, oldest first, with the newest.</param>
    /// <returns>The new sizes of those that change.</returns>
    public static IReadOnlyList<KeyValuePair<string, long>> Of(long wanted, long maxSurge, long maxUnavailable, string newest, IReadOnlyList<SetSize> sets)
    {
        var sizes = sets.ToDictionary(set => set.Uid, set => set.Replicas);
        var now = sets.First(set => set.Uid == newest);
        if (now.Replicas > wanted) sizes[newest] = wanted;
        else sizes[newest] += Math.Clamp(wanted + maxSurge - sizes.Values.Sum(), 0, wanted - now.Replicas);

        var old = sets.Where(set => set.Uid != newest).ToList();
        var least = wanted - MaxUnavailable(maxSurge, maxUnavailable);

        // Those that do not serve cost nothing, as long as the new ones that do not serve yet are counted in.
        var spare = sizes.Values.Sum() - least - Math.Max(0, sizes[newest] - now.Available);
        foreach (var set in old) Take(set, set.Replicas - set.Available, ref spare);

        var surplus = Math.Min(spare, sets.Sum(set => Math.Min(set.Available, sizes[set.Uid])) - least);
        foreach (var set in old) Take(set, sizes[set.Uid], ref surplus);
        return [.. sets.Where(set => sizes[set.Uid] != set.Replicas).Select(set => KeyValuePair.Create(set.Uid, sizes[set.Uid]))];

        void Take(SetSize set, long most, ref long left)
        {
            var taken = Math.Clamp(Math.Min(most, left), 0, sizes[set.Uid]);
            sizes[set.Uid] -= taken;
            left -= taken;
        }
    }
}
