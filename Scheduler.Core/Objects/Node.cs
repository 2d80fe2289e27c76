namespace Scheduler.Core.Objects;

/// <summary>A node as far as scheduling reads it.</summary>
public sealed record Node : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public bool Unschedulable { get; init; }
    public Taint[] Taints { get; init; } = [];
    public ResourceList Capacity { get; init; } = ResourceList.Empty;
    public ResourceList Allocatable { get; init; } = ResourceList.Empty;
    public ContainerImage[] Images { get; init; } = [];
    public string[] DeclaredFeatures { get; init; } = [];
    public NodeCondition[] Conditions { get; init; } = [];
}

/// <summary>A taint as written.</summary>
public sealed record Taint(string Key, string Value, string Effect);

/// <summary>An image that the node holds, under all its names.</summary>
public sealed record ContainerImage(string[] Names, long SizeBytes);

/// <summary>An entry of <c>status.conditions</c> of a node.</summary>
public sealed record NodeCondition(string Type, string Status, string Reason);
