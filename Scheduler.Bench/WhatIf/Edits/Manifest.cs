using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>A manifest as people write it: pods and pod templates on one side, everything else on the other.</summary>
public sealed record Manifest(IReadOnlyList<ManifestPods> Pods, ClusterObjects Others);

/// <summary>A pod, or the template of a workload as a pod without node.</summary>
/// <param name="Template">The pod; its name is what the names of copies begin with.</param>
/// <param name="Replicas">How many the manifest asks for.</param>
/// <param name="IsWorkload">True for a template: copies are numbered even where there is one only.</param>
public sealed record ManifestPods(Pod Template, int Replicas, bool IsWorkload);
