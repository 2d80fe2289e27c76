using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>The dump that would have been taken of the changed cluster: a plain replay of it decides what the scenario does.</summary>
public static class EditedSnapshot
{
    /// <summary>All objects of the changed cluster, in the order of the dump; new ones at the end of their kind.</summary>
    public static ClusterObjects Of(SnapshotDraft draft)
    {
        ClusterObjects edited = new();
        foreach (IKubeObject obj in draft.Snapshot.Objects.All())
            if (obj is not (Node or Pod)) Add(edited, obj);
        foreach (IKubeObject obj in draft.Added.All()) Add(edited, obj);
        foreach (Node node in draft.Nodes) Add(edited, node);
        foreach (Pod pod in draft.Pods) Add(edited, pod);
        return edited;
    }

    private static void Add(ClusterObjects edited, IKubeObject obj) => edited.TryAdd(obj, ObjectWriter.KindOf(obj), "the edited dump", out _);
}
