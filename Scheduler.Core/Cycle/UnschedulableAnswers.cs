using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>That no node fits a pod is true of every pod like it, until something changes: one answer serves them all.</summary>
/// <remarks>
/// Pods are alike where namespace, labels, owner and spec are the same and no nomination sets one apart. Only profiles whose filtering plugins all
/// declare what they read are served; a plugin that reads names counts only for pods that have the volumes it reads them for.
/// </remarks>
public sealed class UnschedulableAnswers
{
    private readonly Dictionary<Key, Decision> answers = [];
    private readonly Cluster cluster;
    private readonly bool isSafe;
    private readonly bool readsNamesOfVolumes;
    private long version = -1;

    public UnschedulableAnswers(Profile profile, Cluster cluster, bool enabled)
    {
        this.cluster = cluster;
        isSafe = enabled;
        foreach (IPlugin plugin in profile.Filter.Select(slot => (IPlugin)slot.Plugin).Concat(profile.PreFilter.Select(slot => slot.Plugin)).Concat(profile.PostFilter))
        {
            bool readsName = plugin.Reads.HasFlag(PodFields.Name);
            if (plugin.Reads.HasFlag(PodFields.Undeclared) || (readsName && !plugin.Reads.HasFlag(PodFields.Volumes))) isSafe = false;
            readsNamesOfVolumes |= readsName;
        }
    }

    /// <summary>The answer for a pod like this one in the state as it is, or null.</summary>
    public Decision? Find(PodInfo pod)
    {
        if (answers.Count == 0) return null;
        if (cluster.StateVersion != version)
        {
            answers.Clear();
            return null;
        }

        if (!Serves(pod) || !answers.TryGetValue(KeyOf(pod), out Decision? known)) return null;
        known.Pod = pod.Key;
        return known;
    }

    /// <summary>Keeps an answer, where it is one that others can share: nothing fits, and preemption does not help.</summary>
    public void Keep(PodInfo pod, Decision decision)
    {
        if (decision.Kind != DecisionKind.Unschedulable || decision.PostFilter is { Status.IsSuccess: true } || !Serves(pod)) return;
        long now = cluster.StateVersion;
        if (now != version) answers.Clear();
        version = now;
        answers[KeyOf(pod)] = decision.Copy();
    }

    private static Key KeyOf(PodInfo pod) => new(pod.Spec, pod.LabelSetId, pod.Pod.Metadata.Controller);

    private bool Serves(PodInfo pod) =>
        isSafe
        && pod.Pod.Status.NominatedNodeName.Length == 0
        && pod.Pod.Spec.ResourceClaims.Length == 0
        && (!readsNamesOfVolumes || pod.Pod.Spec.Volumes.Length == 0);

    private readonly record struct Key(PodSpecInfo Spec, int LabelSetId, Objects.OwnerReference? Owner);
}
