namespace Scheduler.Core.Objects;

public sealed record Namespace : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
}

/// <summary>A Service: its selector is a plain map; null where absent.</summary>
public sealed record Service : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public StringMap? Selector { get; init; }
}

/// <summary>A ReplicationController: its selector is a plain map; null where absent.</summary>
public sealed record ReplicationController : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public StringMap? Selector { get; init; }
}

/// <summary>A workload that owns pods through a label selector.</summary>
public sealed record Workload : IKubeObject
{
    /// <summary>ReplicaSet, StatefulSet, Deployment, DaemonSet or Job.</summary>
    public string Kind { get; init; } = "";
    public ObjectMeta Metadata { get; init; } = new();
    public LabelSelector? Selector { get; init; }

    /// <summary><c>spec.replicas</c> (<c>spec.parallelism</c> of a Job); null where absent.</summary>
    public int? Replicas { get; init; }
}

public sealed record PriorityClass : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public int Value { get; init; }
    public bool GlobalDefault { get; init; }
    public string PreemptionPolicy { get; init; } = "";
}

public sealed record PodDisruptionBudget : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public LabelSelector? Selector { get; init; }
    public int DisruptionsAllowed { get; init; }

    /// <summary>Names of pods in <c>status.disruptedPods</c>: already counted in the budget.</summary>
    public string[] DisruptedPods { get; init; } = [];
}
