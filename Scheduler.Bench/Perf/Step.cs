using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf;

/// <summary>Something that happens in a workload. A step is complete when the next one begins.</summary>
public abstract record Step;

/// <summary>Creates nodes <c>PREFIX-0</c>, <c>PREFIX-1</c> and so on, each with its name as its hostname label.</summary>
/// <param name="Count">How many.</param>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Template">What they share.</param>
/// <param name="LabelKey">A label whose values are dealt in turn, such as the zone; empty for none.</param>
/// <param name="LabelValues">Its values.</param>
public sealed record CreateNodes(int Count, string Prefix, Node Template, string LabelKey, string[] LabelValues) : Step;

/// <summary>Creates namespaces <c>PREFIX-0</c>, <c>PREFIX-1</c> and so on.</summary>
public sealed record CreateNamespaces(int Count, string Prefix, StringMap Labels) : Step;

/// <summary>Creates one service.</summary>
public sealed record CreateService(Service Service) : Step;

/// <summary>Creates pods and decides each of them.</summary>
/// <param name="Count">How many a namespace.</param>
/// <param name="Namespaces">Where.</param>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Template">What they share.</param>
/// <param name="Measured">True: they are what the workload measures. False: they only have to be there.</param>
/// <param name="Expect">How each pod's turn must end.</param>
/// <param name="Preempts">True: where the scheduler makes room, the victims go at once and the pod gets another turn.</param>
public sealed record CreatePods(int Count, string[] Namespaces, string Prefix, Pod Template, bool Measured, DecisionKind Expect, bool Preempts) : Step
{
    /// <summary>Pods in all namespaces.</summary>
    public int Total => Count * Namespaces.Length;
}

/// <summary>From here on, objects come and go between measured decisions: created at one turn, removed at the next, and so on.</summary>
/// <param name="Every">Measured decisions between two turns.</param>
/// <param name="Node">A node, or null.</param>
/// <param name="Pod">A pod that gets a decision, unmeasured; or null.</param>
/// <param name="Service">A service, or null.</param>
public sealed record Churn(int Every, Node? Node, Pod? Pod, Service? Service) : Step;

/// <summary>From here on, the pods of an earlier step leave, oldest first, between measured decisions.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Every">Measured decisions between two of them.</param>
public sealed record DeletePods(string Prefix, int Every) : Step;

/// <summary>Stops the run unless exactly the pods that were placed and did not leave are on nodes.</summary>
public sealed record Barrier : Step;
