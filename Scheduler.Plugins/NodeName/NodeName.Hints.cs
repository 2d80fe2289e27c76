using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeName;

/// <content>What can turn a no into a yes: the node comes.</content>
public sealed partial class NodeName
{
    /// <inheritdoc/>
    public IReadOnlyList<EventRegistration> Events => [new(EventResource.Node, EventAction.Add)];
}
