namespace Scheduler.Bench.WhatIf.Relax;

/// <summary>A change that places a pod. It has been tried.</summary>
/// <param name="Dimension">What kind of change: <c>request</c>, <c>node</c>, <c>taint</c>, <c>label</c>, <c>skew</c>, <c>affinity</c>, <c>port</c>.</param>
/// <param name="Change">In words.</param>
/// <param name="Node">Where the pod goes then.</param>
/// <param name="OneStepLess">The next smaller change, which was tried too and does not place it.</param>
public sealed record Suggestion(string Dimension, string Change, string Node, string OneStepLess);
