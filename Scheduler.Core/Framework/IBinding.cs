using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Framework;

/// <summary>Takes what a pod needs on its node as soon as the node is chosen, and gives it back when something later fails.</summary>
public interface IReserve : IPlugin
{
    /// <summary>Called in order; a failure calls <see cref="Unreserve"/> of all Reserve plugins in reverse order.</summary>
    Status Reserve(PodInfo pod, string nodeName);

    /// <summary>Gives back; must be harmless when called twice or without Reserve.</summary>
    void Unreserve(PodInfo pod, string nodeName);
}

/// <summary>Allows, rejects, or delays the binding of a pod.</summary>
public interface IPermit : IPlugin
{
    /// <summary><see cref="StatusCode.Wait"/>: the pod waits until it is allowed or rejected, at the longest for the timeout.</summary>
    (Status Status, TimeSpan Timeout) Permit(PodInfo pod, string nodeName);
}

/// <summary>Work that must be done before binding: volumes, claims.</summary>
public interface IPreBind : IPlugin
{
    /// <summary>Success where there is work to do, Skip where there is none.</summary>
    Status PreBindPreFlight(PodInfo pod, string nodeName);

    /// <summary>Does the work through the planner; may take long.</summary>
    Task<Status> PreBindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation);
}

/// <summary>Binds the pod; the first plugin that does not skip has done it.</summary>
public interface IBind : IPlugin
{
    Task<Status> BindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation);
}

/// <summary>Is told that a pod was bound.</summary>
public interface IPostBind : IPlugin
{
    void PostBind(PodInfo pod, string nodeName);
}

/// <summary>What a cycle may ask of the world. Live it talks to an API server, in a replay it writes down, in a test it asserts.</summary>
public interface IPlanner
{
    /// <summary>Binds a pod to a node.</summary>
    Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation);

    /// <summary>
    /// Writes the claim reference and the annotations of a volume; nothing else of it has changed. A conflict is an error. What was written
    /// is in the cluster before the task ends, or the cluster holds something newer.
    /// </summary>
    Task<Status> UpdateAsync(PersistentVolume volume, CancellationToken cancellation) =>
        Task.FromResult(Status.Error($"persistentvolume \"{volume.Metadata.Name}\": this planner does not write volumes"));

    /// <summary>Writes the annotations of a claim; nothing else of it has changed. As for volumes.</summary>
    Task<Status> UpdateAsync(PersistentVolumeClaim claim, CancellationToken cancellation) =>
        Task.FromResult(Status.Error($"persistentvolumeclaim \"{claim.Metadata.Key}\": this planner does not write claims"));

    /// <summary>Asks the cluster something on the thread that owns it: work that goes on beside the cycle must not read it by itself.</summary>
    Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellation) => Task.FromResult(question());

    /// <summary>
    /// Makes a pod leave for another one: writes the condition DisruptionTarget (reason PreemptionByScheduler) unless the pod is terminating already, then deletes it.
    /// </summary>
    Task<Status> EvictAsync(PodInfo victim, PodInfo preemptor, CancellationToken cancellation) => Task.FromResult(Status.Success);

    /// <summary>Tells the world which node a pod is meant for whose binding takes long: the nomination. Never waits.</summary>
    void Expect(PodInfo pod, string nodeName)
    {
    }

    /// <summary>Tells the world that a pod found no node: the condition PodScheduled, the nomination, an event. Never waits.</summary>
    void Report(FailedAttempt attempt)
    {
    }
}

/// <summary>Why a pod has no node after an attempt, as the world is told.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Reason"><c>Unschedulable</c>, <c>SchedulingGated</c> or <c>SchedulerError</c>.</param>
/// <param name="Message">The sentence in the pod's condition.</param>
/// <param name="NominatedNode">The new nomination; empty to end one; null to leave it.</param>
public sealed record FailedAttempt(PodInfo Pod, string Reason, string Message, string? NominatedNode);
