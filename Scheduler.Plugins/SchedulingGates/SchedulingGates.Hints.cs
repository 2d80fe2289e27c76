using Scheduler.Core.Framework;

namespace Scheduler.Plugins.SchedulingGates;

/// <content>What lets a pod in.</content>
public sealed partial class SchedulingGates
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events => [new(EventResource.Pod, EventAction.UpdatePodGatesEliminated, EventPods.IsSelf)];
}
