using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <content>What ends the wait for a preemption.</content>
public sealed partial class DefaultPreemption
{
    /// <inheritdoc/>
    /// <remarks>
    /// Never says yes: the plugins that refused the pod know what its victims were in the way of. The registration is there because a pod held by
    /// PreEnqueue is looked at again only for events of the plugin that holds it.
    /// </remarks>
    public IReadOnlyList<EventRegistration> Events => [new(EventResource.Pod, EventAction.Delete, static (_, _) => false)];
}
