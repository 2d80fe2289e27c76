namespace Scheduler.Core.Queue;

/// <summary>Where a pod is on its way to a node.</summary>
public enum QueueState : byte
{
    /// <summary>Waits for its turn, in the queue's order.</summary>
    Active,

    /// <summary>Waits until its backoff has passed; may be taken earlier when nothing is active.</summary>
    Backoff,

    /// <summary>The same after an error; never taken earlier.</summary>
    ErrorBackoff,

    /// <summary>Waits for an event that its rejectors registered.</summary>
    Unschedulable,

    /// <summary>A PreEnqueue plugin holds it back; waits for an event of that plugin.</summary>
    Gated,

    /// <summary>Taken: its cycle runs, or its binding.</summary>
    InFlight,
}
