namespace Scheduler.Core.Framework;

/// <summary>Parts of a pod that a plugin may read. Pods that are equal in the declared parts get equal answers.</summary>
[Flags]
public enum PodFields
{
    /// <summary>Reads nothing of the pod.</summary>
    None = 0,
    Name = 1 << 0,
    Namespace = 1 << 1,
    Labels = 1 << 2,
    Owner = 1 << 3,
    Priority = 1 << 4,
    NodeName = 1 << 5,
    NodeSelector = 1 << 6,
    NodeAffinity = 1 << 7,
    PodAffinity = 1 << 8,
    Tolerations = 1 << 9,
    SpreadConstraints = 1 << 10,
    Requests = 1 << 11,
    Ports = 1 << 12,

    /// <summary>Images of containers and of image volumes, and how many containers there are.</summary>
    Images = 1 << 13,
    Volumes = 1 << 14,
    ResourceClaims = 1 << 15,
    HostNamespaces = 1 << 16,
    RestartRules = 1 << 17,
    SchedulingGates = 1 << 18,

    /// <summary>May read anything: answers are never reused.</summary>
    Undeclared = 1 << 30,
}

/// <summary>Groups of columns of the node table. A change log entry says which of them moved; a plugin says which of them it reads.</summary>
[Flags]
public enum NodeColumns
{
    None = 0,

    /// <summary>The row came or went.</summary>
    Presence = 1 << 0,
    Allocatable = 1 << 1,

    /// <summary>Requested amounts, non-zero requests and the number of pods.</summary>
    Requested = 1 << 2,
    Labels = 1 << 3,
    Taints = 1 << 4,
    Unschedulable = 1 << 5,
    Images = 1 << 6,
    Ports = 1 << 7,
    Features = 1 << 8,

    /// <summary>Which pods are on the row: their labels, affinity terms and volumes.</summary>
    Pods = 1 << 9,
    Volumes = 1 << 10,

    /// <summary>What moves when pods come and go.</summary>
    OfPods = Requested | Ports | Pods | Volumes,

    /// <summary>May read anything.</summary>
    Undeclared = 1 << 30,
}

/// <summary>How far a change reaches: whose answer can differ after something happened on one node.</summary>
public enum Locality : byte
{
    /// <summary>Only that node's.</summary>
    Node,

    /// <summary>All nodes that share a topology value with it.</summary>
    Domain,

    /// <summary>Any node's. The safe default.</summary>
    Cluster,
}
