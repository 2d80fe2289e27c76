using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Storage;

namespace Scheduler.Plugins.VolumeBinding;

/// <content>Does the node reach the pod's volumes, and can the missing ones be had there?</content>
public sealed partial class VolumeBinding
{
    /// <summary>What can be wrong with a node, as bits in the order in which the reasons are given.</summary>
    [Flags]
    private enum Problems
    {
        None = 0,
        NodeAffinity = 1,
        NothingToBind = 2,
        NotEnoughSpace = 4,
        VolumeMissing = 8,
    }

    private static readonly string[] ReasonTexts =
    [
        "node(s) didn't match PersistentVolume's node affinity",
        "node(s) didn't find available persistent volumes to bind",
        "node(s) did not have enough free storage",
        "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
    ];

    private static readonly string[][] ReasonsByBits = [.. Enumerable.Range(0, 16).Select(bits => ReasonTexts.Where((_, i) => (bits & (1 << i)) != 0).ToArray())];

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node) => broken is null ? VerdictOf(Check(node, new())) : Verdict.Error(broken);

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => ReasonsByBits[detail];

    private static Verdict VerdictOf(Problems problems) => problems == Problems.None ? Verdict.Pass : Verdict.Unresolvable((ulong)problems);

    /// <summary>What is wrong with a node; fills the plan where nothing is.</summary>
    private Problems Check(NodeView node, BindingPlan plan)
    {
        plan.Clear();
        Problems problems = CheckBound(node.Labels);
        return delayedCount == 0 ? problems : problems | CheckDelayed(node, plan);
    }

    private Problems CheckBound(StringMap labels)
    {
        foreach ((_, PersistentVolume? volume, VolumeTopology? topology) in bound)
        {
            if (volume is null) return Problems.VolumeMissing;
            if (topology is not null && !topology.Matches(labels)) return Problems.NodeAffinity;
        }

        return Problems.None;
    }

    private Problems CheckDelayed(NodeView node, BindingPlan plan)
    {
        for (int i = 0; i < delayedCount; i++)
        {
            if (delayed[i].SelectedNode is not { } selected) continue;
            if (selected != node.Name) return Problems.NothingToBind;
            plan.Provisions.Add((delayed[i], null));
        }

        foreach (DelayedClaim claim in delayedBySize)
        {
            if (claim.SelectedNode is not null) continue;
            if (FindVolume(claim, node.Labels, plan) is { } volume) plan.Bindings.Add((claim.Claim, volume));
            else plan.Provisions.Add((claim, null));
        }

        for (int i = 0; i < plan.Provisions.Count; i++)
        {
            DelayedClaim claim = plan.Provisions[i].Claim;
            if (!CanProvision(claim.Class, node.Labels)) return Problems.NothingToBind;
            if (!claim.ChecksCapacity) continue;
            StorageSpace? space = capacities.Find(claim.Class.Metadata.Name, claim.RequestedBytes!.Value, node.Labels);
            if (space is null) return Problems.NotEnoughSpace;
            plan.Provisions[i] = (claim, space);
        }

        return Problems.None;
    }

    private static PersistentVolume? FindVolume(DelayedClaim claim, StringMap labels, BindingPlan plan)
    {
        foreach (DelayedClaim.Choice choice in claim.Choices)
            if ((choice.Topology is null || choice.Topology.Matches(labels)) && !plan.Takes(choice.Volume)) return choice.Volume;
        return null;
    }

    private static bool CanProvision(StorageClass storageClass, StringMap labels)
    {
        if (storageClass.Provisioner is "" or StorageNames.NoProvisioner) return false;
        return storageClass.AllowedTopologies.Length == 0 || Array.Exists(storageClass.AllowedTopologies, term => Matches(term, labels));
    }

    private static bool Matches(TopologySelectorTerm term, StringMap labels)
    {
        foreach ((string key, string[] values) in term.MatchLabelExpressions)
            if (labels[key] is not { } value || Array.IndexOf(values, value) < 0) return false;
        return term.MatchLabelExpressions.Length > 0;
    }
}
