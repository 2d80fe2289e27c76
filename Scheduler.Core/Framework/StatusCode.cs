namespace Scheduler.Core.Framework;

/// <summary>What a plugin says. The names are kube-scheduler's.</summary>
public enum StatusCode : byte
{
    Success,

    /// <summary>The plugin has nothing to say about this pod: its Filter or Score does not run in this cycle.</summary>
    Skip,

    /// <summary>Permit: decide later.</summary>
    Wait,

    /// <summary>Waits for something outside the scheduler; re-queued at once when it happens.</summary>
    Pending,

    /// <summary>Not now; removing pods might help.</summary>
    Unschedulable,

    /// <summary>Not here, and removing pods will not help.</summary>
    UnschedulableAndUnresolvable,

    /// <summary>Something is broken: the cycle ends.</summary>
    Error,
}

/// <summary>Questions about status codes.</summary>
public static class StatusCodes
{
    /// <summary>True for both kinds of "does not fit".</summary>
    public static bool IsRejection(this StatusCode code) =>
        code is StatusCode.Unschedulable or StatusCode.UnschedulableAndUnresolvable or StatusCode.Pending;
}
