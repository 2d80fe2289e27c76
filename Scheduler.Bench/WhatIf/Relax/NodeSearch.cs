using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Worlds;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>What nodes would have to be like: one more of a type, a taint less, other labels.</summary>
internal static class NodeSearch
{
    /// <summary>Nodes that are tried with other labels, those that need the fewest first.</summary>
    private const int LabelTries = 40;

    public static IEnumerable<Suggestion> MoreNodes(PodTrial trial)
    {
        foreach (NodeType type in trial.NodeTypes)
            if (trial.PlaceAfter(type.More(1)) is { } node) yield return new("node", $"one more node of type {type.Name}", node, "no node more");
    }

    /// <summary>First every taint alone; only where none helps, all that keep the pod off the node that it would take.</summary>
    public static IEnumerable<Suggestion> FewerTaints(PodTrial trial)
    {
        Taint[] taints = [.. trial.Nodes.SelectMany(node => node.Taints).Where(taint => taint.Effect is "NoSchedule" or "NoExecute" && !IsTolerated(trial.Pod.Spec, taint)).Distinct()];
        bool any = false;
        foreach (Taint taint in taints)
        {
            if (trial.Place(Tolerating(trial.Pod.Spec, taint)) is not { } there) continue;
            any = true;
            if (Without(trial, there, [taint]) is { } node) yield return new("taint", $"taint {SetTaints.Text(taint)} removed from {there}, or tolerated", node, "no taint less");
        }

        if (any || taints.Length < 2 || trial.Place(Tolerating(trial.Pod.Spec, taints)) is not { } all) yield break;
        Taint[] own = [.. trial.Snapshot.FindNode(all)!.Taints.Where(taint => Array.IndexOf(taints, taint) >= 0)];
        if (Without(trial, all, own) is not { } placed || own.Any(kept => Without(trial, all, [.. own.Where(taint => taint != kept)]) is not null)) yield break;
        yield return new("taint", $"taints {string.Join(", ", own.Select(SetTaints.Text))} removed from {all}, or tolerated", placed, "any one of them left");
    }

    public static IEnumerable<Suggestion> Labels(PodTrial trial)
    {
        PodSpec spec = trial.Pod.Spec;
        NodeAffinity? affinity = spec.Affinity?.NodeAffinity;
        if (spec.NodeSelector is not { Count: > 0 } && affinity?.Required is null) yield break;
        PodSpec free = spec with
        {
            NodeSelector = null,
            Affinity = affinity is null ? spec.Affinity : spec.Affinity! with { NodeAffinity = affinity with { Required = null } },
        };
        if (trial.Place(free) is not { } best) yield break;
        var candidates = trial.Nodes
            .Select(node => (Node: node, Changes: LabelChanges.For(spec, node)))
            .Where(candidate => candidate.Changes is { Count: > 0 })
            .OrderBy(candidate => candidate.Changes!.Count).ThenByDescending(candidate => candidate.Node.Metadata.Name == best)
            .ThenBy(candidate => candidate.Node.Taints.Any(taint => !IsTolerated(spec, taint))).ThenBy(candidate => candidate.Node.Metadata.Name, StringComparer.Ordinal);
        foreach ((Node node, LabelChanges? changes) in candidates.Take(LabelTries))
        {
            if (trial.PlaceWith(changes!.Apply(node)) is not { } placed) continue;
            if (changes.EachLess().Any(fewer => trial.PlaceWith(fewer.Apply(node)) is not null)) continue;
            yield return new("label", $"{changes} on {node.Metadata.Name}, or not asked for", placed, changes.Count == 1 ? "no label changed" : "any one of them as it was");
            yield break;
        }
    }

    private static string? Without(PodTrial trial, string name, Taint[] gone)
    {
        if (gone.Length == 0) return null;
        Node node = trial.Snapshot.FindNode(name)!;
        return trial.PlaceWith(node with { Taints = [.. node.Taints.Where(taint => Array.IndexOf(gone, taint) < 0)] });
    }

    private static PodSpec Tolerating(PodSpec spec, params Taint[] taints) => spec with
    {
        Tolerations = [.. spec.Tolerations, .. taints.Select(taint => new Toleration(taint.Key, "Equal", taint.Value, taint.Effect))],
    };

    private static bool IsTolerated(PodSpec spec, Taint taint) => Array.Exists(spec.Tolerations, toleration => TolerationSet.Tolerates(toleration, taint, comparison: false));
}
