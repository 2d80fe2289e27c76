namespace Scheduler.Core.Framework;

/// <summary>The answer of a step that concerns the pod as a whole (PreFilter, PreScore, Reserve, Permit, Bind ...).</summary>
public readonly record struct Status(StatusCode Code, params string[] Reasons)
{
    /// <summary>All is well.</summary>
    public static Status Success => new(StatusCode.Success, []);

    /// <summary>Nothing to say about this pod.</summary>
    public static Status Skip => new(StatusCode.Skip, []);

    /// <summary>True for <see cref="StatusCode.Success"/>.</summary>
    public bool IsSuccess => Code == StatusCode.Success;

    /// <summary>True for <see cref="StatusCode.Skip"/>.</summary>
    public bool IsSkip => Code == StatusCode.Skip;

    /// <summary>The reasons joined as kube-scheduler joins them.</summary>
    public string Message => Reasons is null ? "" : string.Join(", ", Reasons);

    public static Status Unschedulable(params string[] reasons) => new(StatusCode.Unschedulable, reasons);

    public static Status Unresolvable(params string[] reasons) => new(StatusCode.UnschedulableAndUnresolvable, reasons);

    public static Status Pending(params string[] reasons) => new(StatusCode.Pending, reasons);

    public static Status Error(string message) => new(StatusCode.Error, message);
}
