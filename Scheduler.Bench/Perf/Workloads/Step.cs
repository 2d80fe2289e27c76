using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>Something that happens in a workload. A step is complete when the next one begins.</summary>
public abstract record Step;

/// <summary>Creates nodes <c>PREFIX-0</c>, <c>PREFIX-1</c> and so on, each with its name as its hostname label.</summary>
/// <param name="Count">How many.</param>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Template">What they share.</param>
/// <param name="LabelKey">A label whose values are dealt in turn, such as the zone; empty for none.</param>
/// <param name="LabelValues">Its values.</param>
public sealed record CreateNodes(int Count, string Prefix, ObjectTemplate<Node> Template, string LabelKey, string[] LabelValues) : Step
{
    /// <summary>A CSINode for each of them, or null.</summary>
    public ObjectTemplate<CsiNode>? CsiNode { get; init; }

    /// <summary>Features that each declares in all: those of the template and made-up ones.</summary>
    public int DeclaredFeatures { get; init; }
}

/// <summary>Changes the nodes of an earlier step, all of them, one after the other.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Template">What they become.</param>
public sealed record UpdateNodes(string Prefix, ObjectTemplate<Node> Template) : Step;

/// <summary>Creates namespaces <c>PREFIX-0</c>, <c>PREFIX-1</c> and so on.</summary>
public sealed record CreateNamespaces(int Count, string Prefix, StringMap Labels) : Step;

/// <summary>Creates one object that is neither node nor pod.</summary>
public sealed record CreateObject(IKubeObject Value) : Step;

/// <summary>Creates pods and decides them.</summary>
/// <param name="Count">How many a namespace.</param>
/// <param name="Namespaces">Where.</param>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Template">What they share.</param>
public sealed record CreatePods(int Count, string[] Namespaces, string Prefix, ObjectTemplate<Pod> Template) : Step
{
    /// <summary>True: they are what the workload measures. False: they only have to be there.</summary>
    public bool Measured { get; init; }

    /// <summary>How each pod must end; null for either way.</summary>
    public DecisionKind? Expect { get; init; } = DecisionKind.Placed;

    /// <summary>False: how they end is not looked at before the next barrier; something that comes later may have to help them.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>True: where the scheduler makes room, the victims go at once and the pod gets another turn.</summary>
    public bool Preempts { get; init; }

    /// <summary>A volume for each of them, or null.</summary>
    public ObjectTemplate<PersistentVolume>? Volume { get; init; }

    /// <summary>A claim for each of them, in its namespace; or null.</summary>
    public ObjectTemplate<PersistentVolumeClaim>? Claim { get; init; }

    /// <summary>Pods in all namespaces.</summary>
    public int Total => Count * Namespaces.Length;
}

/// <summary>The pods of an earlier step change, oldest first: from here on between measured decisions, or all of them now.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Template">What they become.</param>
/// <param name="Every">Measured decisions between two of them; 0: all change now, one after the other.</param>
public sealed record UpdatePods(string Prefix, ObjectTemplate<Pod> Template, int Every) : Step;

/// <summary>From here on, objects come and go between measured decisions: created at one turn, removed at the next, and so on.</summary>
/// <param name="Every">Measured decisions between two turns.</param>
/// <param name="Node">A node, or null.</param>
/// <param name="Pod">A pod that gets a decision, unmeasured; or null.</param>
/// <param name="Service">A service, or null.</param>
public sealed record Churn(int Every, ObjectTemplate<Node>? Node, ObjectTemplate<Pod>? Pod, ObjectTemplate<Service>? Service) : Step;

/// <summary>The pods of an earlier step leave, oldest first: from here on between measured decisions, or all of them now.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Every">Measured decisions between two of them; 0: all leave now, one after the other.</param>
public sealed record DeletePods(string Prefix, int Every) : Step;

/// <summary>Lets time pass on the workload's own clock.</summary>
public sealed record Sleep(TimeSpan Duration) : Step;

/// <summary>Stops the run unless every pod has ended as its step says, and exactly the pods that were placed and did not leave are on nodes.</summary>
public sealed record Barrier : Step;
