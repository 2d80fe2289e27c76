namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>What becomes of a pod on a simulated node. Every delay counts from the stage before.</summary>
public sealed record PodPlan
{
    /// <summary>Containers run at once and for ever; a deletion takes a second.</summary>
    public static PodPlan Default { get; } = new();

    /// <summary>From acceptance to the first container: pulling images, mounting volumes.</summary>
    public Delay Create { get; init; }

    /// <summary>How long each init container runs.</summary>
    public Delay InitContainer { get; init; }

    /// <summary>From running to ready.</summary>
    public Delay Ready { get; init; }

    /// <summary>From ready to the end of all containers; null: they run for ever.</summary>
    public Delay? Complete { get; init; }

    /// <summary>What the containers say at their end.</summary>
    public int ExitCode { get; init; }

    /// <summary>A container that fails; null: none does.</summary>
    public ContainerFailure? Failure { get; init; }

    /// <summary>From the wish to delete to the end; at most the grace period.</summary>
    public Delay Delete { get; init; } = Delay.Seconds(1);
}

/// <summary>A container that fails each time it has run for a while.</summary>
/// <param name="Container">Its name; empty: the first one.</param>
/// <param name="After">How long it runs: from ready, or of an init container from its start.</param>
public sealed record ContainerFailure(string Container, Delay After, int ExitCode = 1, string Reason = "Error", string Message = "")
{
    /// <summary>Fail as an init container: an empty name means the first of those.</summary>
    public bool IsInit { get; init; }
}
