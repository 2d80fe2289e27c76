using System.Globalization;
using Scheduler.Bench.Output;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Copies of existing nodes come, with copies of their daemon pods. Where several nodes are meant, zones take turns.</summary>
/// <param name="Like">The nodes to copy: the first of each zone is taken.</param>
/// <param name="Count">How many come.</param>
/// <param name="Prefix">What their names begin with; empty for the name of the copied node.</param>
/// <param name="Labels">Labels that differ.</param>
public sealed record AddNodes(NodeChoice Like, int Count, string Prefix, StringMap Labels) : Edit
{
    private const string Hostname = "kubernetes.io/hostname";
    private const string Zone = "topology.kubernetes.io/zone";

    /// <inheritdoc/>
    public override string Title => $"{Count} more like {Like}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        Node[] models = [.. Like.Of(draft).GroupBy(node => node.Metadata.Labels[Zone] ?? "").Select(zone => zone.First())];
        int number = 0;
        for (int i = 0; i < Count; i++)
        {
            Node model = models[i % models.Length];
            string name;
            do name = string.Create(CultureInfo.InvariantCulture, $"{(Prefix.Length > 0 ? Prefix : model.Metadata.Name + "-more")}-{number++}");
            while (draft.FindNode(name) is not null);
            Add(draft, model, name);
        }
    }

    private void Add(SnapshotDraft draft, Node model, string name)
    {
        StringMap labels = model.Metadata.Labels;
        if (labels.ContainsKey(Hostname)) labels = labels.With(Hostname, name);
        foreach (KeyValuePair<string, string> pair in Labels) labels = labels.With(pair.Key, pair.Value);
        Node fresh = model with
        {
            Metadata = model.Metadata with { Name = name, Uid = name, Labels = labels, CreationTimestamp = draft.Snapshot.Now.AddSeconds(1) },
            Images = [],
        };
        draft.SetNode(Cordon.Set(fresh, false));
        foreach (Pod pod in draft.PodsOn(model.Metadata.Name))
            if (pod.Metadata.Controller?.Kind == "DaemonSet" && pod.Metadata.DeletionTimestamp is null) draft.SetPod(Daemon(draft, pod, name));
        foreach (CsiNode csi in draft.Snapshot.Objects.CsiNodes)
            if (csi.Metadata.Name == model.Metadata.Name)
                draft.Added.TryAdd(csi with { Metadata = csi.Metadata with { Name = name, Uid = name } }, KubeKind.CsiNode, Like.Where, out _);
    }

    private static Pod Daemon(SnapshotDraft draft, Pod pod, string node)
    {
        string name = $"{pod.Metadata.Name}-on-{node}";
        if (draft.FindPod($"{pod.Metadata.Namespace}/{name}") is not null) throw new InputException($"a pod named {pod.Metadata.Namespace}/{name} exists", "addNodes");
        NodeAffinity? affinity = pod.Spec.Affinity?.NodeAffinity;
        NodeSelectorTerm[]? terms = affinity?.Required?.Terms;
        return pod with
        {
            Metadata = pod.Metadata with { Name = name, Uid = $"{pod.Metadata.Namespace}/{name}", CreationTimestamp = draft.Snapshot.Now.AddSeconds(1) },
            Spec = pod.Spec with
            {
                NodeName = node,
                Affinity = terms is null ? pod.Spec.Affinity : pod.Spec.Affinity! with { NodeAffinity = affinity! with { Required = new([.. terms.Select(term => Pin(term, node))]) } },
            },
        };
    }

    private static NodeSelectorTerm Pin(NodeSelectorTerm term, string node) => term with
    {
        MatchFields = [.. term.MatchFields.Select(field => field.Key == "metadata.name" ? field with { Values = [node] } : field)],
    };
}
