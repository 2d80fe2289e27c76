namespace Scheduler.Core.Configuration;

/// <summary>Which of several running schedulers is the one that decides.</summary>
public sealed record LeaderElectionOptions
{
    public bool LeaderElect { get; init; } = true;

    /// <summary>How long the others wait after the leader's last sign of life. More than <see cref="RenewDeadline"/>.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it gives up.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait between two tries.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Always <c>leases</c>.</summary>
    public string ResourceLock { get; init; } = "leases";

    public string ResourceName { get; init; } = "kube-scheduler";

    public string ResourceNamespace { get; init; } = "kube-system";
}
