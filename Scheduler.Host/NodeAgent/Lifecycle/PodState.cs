using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>A pod as its node sees it: what it shall be, and what was reported of it. One thread.</summary>
internal sealed class PodState
{
    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public required string Uid { get; init; }
    public string NodeName { get; init; } = "";

    /// <summary>The version that this was read from or written as. Older news is no news.</summary>
    public long Version { get; set; }
    public long Generation { get; init; }
    public string RestartPolicy { get; init; } = "Always";
    public long? DeadlineSeconds { get; init; }
    public bool HostNetwork { get; init; }
    public bool HasFinalizers { get; init; }

    /// <summary>When it has to be gone, and how long it was given; null where nobody deleted it.</summary>
    public DateTimeOffset? DeletionTime { get; init; }
    public long DeletionGraceSeconds { get; init; }

    /// <summary>The longest sleep of a preStop hook.</summary>
    public TimeSpan PreStop { get; init; }
    public IReadOnlyList<string> ReadinessGates { get; init; } = [];

    /// <summary>Init containers in their order, then the others, then ephemeral ones.</summary>
    public required IReadOnlyList<ContainerState> Containers { get; init; }
    public PodPlan Plan { get; init; } = PodPlan.Default;

    public string Phase { get; set; } = "Pending";
    public string Reason { get; set; } = "";
    public string Message { get; set; } = "";
    public DateTimeOffset? StartTime { get; set; }
    public string Address { get; set; } = "";
    public string HostAddress { get; set; } = "";
    public long ObservedGeneration { get; set; }
    public Dictionary<string, ConditionState> Conditions { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What happened and nobody was told of yet.</summary>
    public List<PodNews> News { get; } = [];

    public string Key => $"{Namespace}/{Name}";

    public bool IsOver => Phase is "Succeeded" or "Failed";

    public bool IsTerminating => DeletionTime is not null;

    /// <summary>Its network is there: containers may start.</summary>
    public bool IsPrepared => Holds("PodReadyToStartContainers");

    public IEnumerable<ContainerState> Mains => Containers.Where(one => one.Role == ContainerRole.Main);

    public bool Holds(string condition) => Conditions.TryGetValue(condition, out var state) && state.Holds;
}

/// <summary>A condition of a pod.</summary>
internal sealed record ConditionState(bool Holds, string Status, string Reason, string Message, DateTimeOffset Since);

/// <summary>Something that a node tells of a pod, for people.</summary>
/// <param name="IsWarning">It is not as it should be.</param>
internal sealed record PodNews(bool IsWarning, string Reason, string Message);
