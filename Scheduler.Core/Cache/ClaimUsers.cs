namespace Scheduler.Core.Cache;

/// <summary>How many placed pods name a claim: the <c>persistentVolumeClaim</c> volumes of all pods on rows, counted by <c>namespace/name</c>.</summary>
public sealed class ClaimUsers
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Number of volumes of placed pods that name the claim.</summary>
    public int Count(string claimKey) => counts.GetValueOrDefault(claimKey);

    internal void Add(PodInfo pod, int sign)
    {
        foreach (string key in pod.Spec.Volumes.ClaimKeys)
        {
            int count = counts.GetValueOrDefault(key) + sign;
            if (count == 0) counts.Remove(key);
            else counts[key] = count;
        }
    }
}
