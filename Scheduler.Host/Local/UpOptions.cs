using Scheduler.Host.Local.Snapshots;
using Scheduler.Host.NodeAgent;

namespace Scheduler.Host.Local;

/// <summary>What <c>up</c> was asked for, checked.</summary>
public sealed record UpOptions
{
    /// <summary>Where the cluster's files are.</summary>
    public required string Folder { get; init; }

    public required KubeconfigFile Kubeconfig { get; init; }

    /// <summary>True: objects live as long as the process.</summary>
    public bool IsInMemory { get; init; }

    /// <summary>Where to serve on 127.0.0.1; 0 picks a free port.</summary>
    public int Port { get; init; }

    /// <summary>What simulated nodes are like.</summary>
    public SimulatedNodesOptions Nodes { get; init; } = new();

    /// <summary>How many there are of each kind; null: a few in a new cluster, otherwise those that are there.</summary>
    public int? NodeCount { get; init; }

    /// <summary>The controllers that run, by name.</summary>
    public required IReadOnlyList<string> Controllers { get; init; }

    /// <summary>False: pods wait for a scheduler from outside.</summary>
    public bool Schedules { get; init; } = true;

    /// <summary>What a new cluster begins with.</summary>
    public SnapshotReader? Snapshot { get; init; }

    public bool Demo { get; init; }
}

/// <summary>What was asked for does not go together with what is there. The message is one line for the user.</summary>
public sealed class UpRefusedException(string message) : Exception(message);
