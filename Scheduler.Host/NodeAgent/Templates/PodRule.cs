namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>A plan for the pods that match: everything that is written must hold.</summary>
public sealed record PodRule
{
    /// <summary>Null: any.</summary>
    public string? Namespace { get; init; }

    /// <summary>The kind of the controller, such as <c>Job</c>; null: any.</summary>
    public string? OwnerKind { get; init; }

    /// <summary>All of them must be there.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public PodPlan Plan { get; init; } = PodPlan.Default;
}
