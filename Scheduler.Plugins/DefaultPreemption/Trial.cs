using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <summary>Plays through what would happen on one node if pods left it.</summary>
/// <remarks><c>Begin</c>, then <c>Filter</c> with any number of <c>Return</c> and <c>Leave</c> between, then <c>End</c>, after which all is as before.</remarks>
internal abstract class Trial
{
    /// <summary>All pods of lower priority leave a row; false where there are none, and nothing has begun.</summary>
    public abstract bool Begin(int row);

    /// <summary>The pods that left when it began, in no particular order.</summary>
    public abstract void CollectLower(List<PodInfo> into);

    /// <summary>Whether the pod fits now, and the number of the plugin that says no.</summary>
    public abstract Verdict Filter(out int plugin);

    /// <summary>A pod that left comes back.</summary>
    public abstract void Return(PodInfo other);

    /// <summary>A pod that came back leaves again.</summary>
    public abstract void Leave(PodInfo other);

    public abstract void End();
}
