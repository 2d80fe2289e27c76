namespace Scheduler.Core.Framework;

/// <summary>The moments of a pod's way through the scheduler, in the order in which they come.</summary>
[Flags]
public enum ExtensionPoint
{
    None = 0,
    PreEnqueue = 1 << 0,
    QueueSort = 1 << 1,
    PreFilter = 1 << 2,
    Filter = 1 << 3,
    PostFilter = 1 << 4,
    PreScore = 1 << 5,
    Score = 1 << 6,
    Reserve = 1 << 7,
    Permit = 1 << 8,
    PreBind = 1 << 9,
    Bind = 1 << 10,
    PostBind = 1 << 11,
}
