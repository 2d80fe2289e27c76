namespace Scheduler.Core.Objects;

/// <summary>A pod as far as scheduling reads it.</summary>
public sealed record Pod : IKubeObject
{
    public ObjectMeta Metadata { get; init; } = new();
    public PodSpec Spec { get; init; } = PodSpec.Empty;
    public PodStatus Status { get; init; } = PodStatus.Empty;
}

/// <summary><c>pod.spec</c>. Names as in Kubernetes; null means "not written" where that differs from empty.</summary>
public sealed record PodSpec
{
    /// <summary>A spec in which nothing is written.</summary>
    public static readonly PodSpec Empty = new();

    public string NodeName { get; init; } = "";

    /// <summary>Empty means <c>default-scheduler</c>.</summary>
    public string SchedulerName { get; init; } = "";
    public int? Priority { get; init; }
    public string PriorityClassName { get; init; } = "";

    /// <summary><c>PreemptLowerPriority</c>, <c>Never</c>, or empty for the default (the former).</summary>
    public string PreemptionPolicy { get; init; } = "";

    /// <summary>Null where absent: <c>nodeSelector: {}</c> is not the same (semantics 8.9).</summary>
    public StringMap? NodeSelector { get; init; }
    public Affinity? Affinity { get; init; }
    public Toleration[] Tolerations { get; init; } = [];
    public TopologySpreadConstraint[] TopologySpreadConstraints { get; init; } = [];
    public Container[] Containers { get; init; } = [];
    public Container[] InitContainers { get; init; } = [];
    public ResourceList Overhead { get; init; } = ResourceList.Empty;

    /// <summary>Pod-level <c>spec.resources</c>; null where absent.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>Names of <c>schedulingGates</c>, in order.</summary>
    public string[] SchedulingGates { get; init; } = [];
    public Volume[] Volumes { get; init; } = [];
    public PodResourceClaim[] ResourceClaims { get; init; } = [];
    public bool HostNetwork { get; init; }

    /// <summary>Null where absent (the default is true).</summary>
    public bool? HostUsers { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
    public string RuntimeClassName { get; init; } = "";
    public string ServiceAccountName { get; init; } = "";
}

/// <summary><c>requests</c> and <c>limits</c>.</summary>
public sealed record ResourceRequirements
{
    /// <summary>Nothing requested, nothing limited.</summary>
    public static readonly ResourceRequirements Empty = new();

    public ResourceList Requests { get; init; } = ResourceList.Empty;
    public ResourceList Limits { get; init; } = ResourceList.Empty;
}

/// <summary>A container or init container.</summary>
public sealed record Container
{
    public string Name { get; init; } = "";
    public string Image { get; init; } = "";
    public ResourceRequirements Resources { get; init; } = ResourceRequirements.Empty;
    public ContainerPort[] Ports { get; init; } = [];

    /// <summary><c>Always</c> marks a restartable init container (sidecar).</summary>
    public string RestartPolicy { get; init; } = "";

    /// <summary>The <c>action</c> of every <c>restartPolicyRules</c> entry.</summary>
    public string[] RestartPolicyRuleActions { get; init; } = [];

    /// <summary>True for an init container that goes on running beside the others.</summary>
    public bool IsRestartable => RestartPolicy == "Always";
}

/// <summary>A port of a container. Empty protocol is TCP, empty host IP is 0.0.0.0.</summary>
public sealed record ContainerPort(int HostPort, int Port, string Protocol, string HostIP, string Name);

/// <summary>A toleration as written; operators may be unknown.</summary>
public sealed record Toleration(string Key, string Operator, string Value, string Effect, long? TolerationSeconds = null);

/// <summary>A topology spread constraint as written; null means absent.</summary>
public sealed record TopologySpreadConstraint
{
    public int MaxSkew { get; init; }
    public string TopologyKey { get; init; } = "";
    public string WhenUnsatisfiable { get; init; } = "";
    public LabelSelector? LabelSelector { get; init; }
    public int? MinDomains { get; init; }

    /// <summary><c>Honor</c> or <c>Ignore</c>; null means Honor.</summary>
    public string? NodeAffinityPolicy { get; init; }

    /// <summary><c>Honor</c> or <c>Ignore</c>; null means Ignore.</summary>
    public string? NodeTaintsPolicy { get; init; }
    public string[] MatchLabelKeys { get; init; } = [];
}

/// <summary>A name of a pod for a resource claim, or for the template it is made from.</summary>
public sealed record PodResourceClaim(string Name, string? ResourceClaimName, string? ResourceClaimTemplateName);

/// <summary><c>pod.status</c> as far as scheduling reads it.</summary>
public sealed record PodStatus
{
    /// <summary>A status in which nothing is written.</summary>
    public static readonly PodStatus Empty = new();

    public string Phase { get; init; } = "";
    public string Reason { get; init; } = "";
    public string NominatedNodeName { get; init; } = "";
    public DateTimeOffset? StartTime { get; init; }
    public PodCondition[] Conditions { get; init; } = [];
    public ContainerStatus[] ContainerStatuses { get; init; } = [];
    public ContainerStatus[] InitContainerStatuses { get; init; } = [];

    /// <summary>Pod-level <c>status.resources</c>; null where absent.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>Pod-level <c>status.allocatedResources</c>.</summary>
    public ResourceList AllocatedResources { get; init; } = ResourceList.Empty;

    /// <summary>Pod-local name to generated claim name; null where the entry says that no claim is needed.</summary>
    public KeyValuePair<string, string?>[] ResourceClaimStatuses { get; init; } = [];
}

/// <summary>An entry of <c>status.conditions</c> of a pod.</summary>
public sealed record PodCondition(string Type, string Status, string Reason, string Message, DateTimeOffset? LastTransitionTime = null);

/// <summary>An entry of <c>status.containerStatuses</c>: what the kubelet has actually given.</summary>
public sealed record ContainerStatus
{
    public string Name { get; init; } = "";
    public ResourceList AllocatedResources { get; init; } = ResourceList.Empty;

    /// <summary>Null where absent.</summary>
    public ResourceRequirements? Resources { get; init; }
}
