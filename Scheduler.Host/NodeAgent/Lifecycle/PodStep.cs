using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>What happens next to a pod.</summary>
/// <param name="Name">Which stage, and of which container and run: while it stays the same, its time stays the same.</param>
/// <param name="Delay">How long after it became the next step.</param>
/// <param name="Take">Changes the state as the step says, at a time.</param>
internal readonly record struct PodStep(string Name, Delay Delay, Action<PodState, DateTimeOffset> Take);
