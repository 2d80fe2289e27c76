using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultBinder;

/// <summary>Binds every pod in the ordinary way (docs/semantics.md 7).</summary>
public sealed class DefaultBinder : IBind
{
    /// <inheritdoc/>
    public string Name => "DefaultBinder";

    /// <inheritdoc/>
    public Task<Status> BindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation) =>
        planner.BindAsync(pod, nodeName, cancellation);
}
