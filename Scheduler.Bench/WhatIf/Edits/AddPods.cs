using System.Globalization;
using Scheduler.Bench.Replay;
using Scheduler.Core.Objects;
using Scheduler.Core.Writing;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>The objects of a manifest come; of its workloads as many pods as they ask for, or as the edit says.</summary>
/// <param name="Manifest">Pods, workloads with a pod template, and what belongs to them (services, claims, namespaces).</param>
/// <param name="Replicas">How many of each pod and workload; null for what the manifest says.</param>
/// <param name="Source">The file, for messages.</param>
public sealed record AddPods(Manifest Manifest, int? Replicas, string Source) : Edit
{
    /// <inheritdoc/>
    public override string Title => $"{(Replicas is { } n ? $"{n} × " : "")}{Source}";

    /// <inheritdoc/>
    public override void Apply(SnapshotDraft draft)
    {
        foreach (IKubeObject obj in Manifest.Others.All())
            if (!draft.Snapshot.Has(ObjectWriter.KindOf(obj), obj.Metadata.Key)) draft.Added.TryAdd(obj, ObjectWriter.KindOf(obj), Source, out _);
        PodPriorities priorities = new([.. draft.Snapshot.Objects.PriorityClasses, .. Manifest.Others.PriorityClasses]);
        foreach (ManifestPods pods in Manifest.Pods)
        {
            int count = Replicas ?? pods.Replicas, number = 0;
            for (int i = 0; i < count; i++)
            {
                Pod pod = priorities.Fill(pods.Template);
                string name = pod.Metadata.Name;
                while (draft.FindPod($"{pod.Metadata.Namespace}/{name}") is not null || (name == pod.Metadata.Name && (count > 1 || pods.IsWorkload)))
                    name = string.Create(CultureInfo.InvariantCulture, $"{pod.Metadata.Name}-{number++}");
                draft.SetPod(pod with
                {
                    Metadata = pod.Metadata with { Name = name, Uid = $"{pod.Metadata.Namespace}/{name}", CreationTimestamp = draft.Snapshot.Now.AddSeconds(2) },
                });
            }
        }
    }
}
