using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling.Writing;

namespace Scheduler.Host.Scheduling;

/// <summary>
/// Carries decisions out through the API. Bindings and evictions go at once, through <see cref="BindPipeline"/>; conditions and events wait in bounded
/// queues of their own until no binding is on its way, or a moment at the most: a burst of unschedulable pods slows no binding.
/// </summary>
internal sealed class ApiPlanner : IPlanner
{
    private static readonly TimeSpan GiveWay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GiveWayStep = TimeSpan.FromMilliseconds(10);

    private readonly IApiClient client;
    private readonly TimeProvider clock;
    private readonly LiveOptions options;
    private readonly BindPipeline pipeline;
    private readonly StatusWriter statuses;
    private readonly EventWriter events;
    private readonly VolumeWriter volumes;

    public ApiPlanner(IApiClient client, TimeProvider clock, LiveOptions options, PlannerDoors doors, CancellationToken stopping)
    {
        this.client = client;
        this.clock = clock;
        this.options = options;
        Doors = doors;
        pipeline = new(client, clock, options.BindsInFlightMax, stopping) { MayWrite = doors.MayWrite };
        statuses = new(client, clock, options, GiveWayToBindings) { Refused = doors.Refused };
        events = new(client, clock, options, GiveWayToBindings) { Refused = doors.Refused };
        volumes = new(client) { Written = doors.Written };
    }

    public PlannerDoors Doors { get; }

    /// <summary>Bindings that have not come back.</summary>
    public int BindsPending => pipeline.PendingCount;

    /// <summary>Conditions and events that are still to be written.</summary>
    public int ReportsWaiting => statuses.WaitingCount + events.WaitingCount;

    public int StatusesWaiting => statuses.WaitingCount;

    public int EventsWaiting => events.WaitingCount;

    public long ReportsDropped => statuses.DroppedCount + events.DroppedCount;

    public async Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        if (options.IsDryRun) return Status.Success;
        await statuses.Withdraw(pod.Uid).ConfigureAwait(false);
        Status status = await pipeline.BindAsync(pod, nodeName, cancellation).ConfigureAwait(false);
        if (status.IsSuccess) Tell(pod, null, "Normal", "Scheduled", "Binding", "Successfully assigned", nodeName);
        return status;
    }

    public Task<Status> UpdateAsync(PersistentVolume volume, CancellationToken cancellation) =>
        options.IsDryRun ? Task.FromResult(Status.Success) : volumes.UpdateAsync(volume, cancellation);

    public Task<Status> UpdateAsync(PersistentVolumeClaim claim, CancellationToken cancellation) =>
        options.IsDryRun ? Task.FromResult(Status.Success) : volumes.UpdateAsync(claim, cancellation);

    public Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellation)
    {
        Task<T> answer = new(question, TaskCreationOptions.RunContinuationsAsynchronously);
        Doors.OnDecisionThread(() => answer.RunSynchronously());
        return answer.WaitAsync(cancellation);
    }

    public async Task<Status> EvictAsync(PodInfo victim, PodInfo preemptor, CancellationToken cancellation)
    {
        if (options.IsDryRun) return Status.Success;
        if (!Doors.MayWrite()) return Status.Error("not the leader any more");
        if (!victim.IsTerminating)
        {
            ApiAnswer marked = await client.Patch(Documents.PathOf(victim, "status"), Documents.Disruption(victim, preemptor, clock.GetUtcNow()), cancellation).ConfigureAwait(false);
            if (!marked.IsSuccess && !marked.IsGone && !marked.IsConflict) return Refused(marked, "patch pods/status");
        }

        ApiAnswer deleted = await client.Delete(Documents.PathOf(victim), victim.Uid, null, null, cancellation).ConfigureAwait(false);
        if (!deleted.IsSuccess && !deleted.IsGone && !deleted.IsConflict) return Refused(deleted, "delete pods");
        Tell(victim, preemptor, "Normal", "Preempted", "Preempting", $"Preempted by pod {preemptor.Uid} on node {victim.Pod.Spec.NodeName}");
        return Status.Success;
    }

    public void Expect(PodInfo pod, string nodeName)
    {
        if (!options.IsDryRun) statuses.Put(new(pod, "", "", nodeName));
    }

    public void Report(FailedAttempt attempt)
    {
        if (options.IsDryRun) return;
        statuses.Put(attempt);
        if (attempt.Reason.Length > 0) Tell(attempt.Pod, null, "Warning", "FailedScheduling", "Scheduling", attempt.Message);
    }

    /// <summary>Writes conditions and events until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(statuses.RunAsync(cancellation), events.RunAsync(cancellation));

    private Status Refused(ApiAnswer answer, string what)
    {
        Doors.Refused(answer, what);
        return Status.Error(answer.Message);
    }

    private void Tell(PodInfo pod, PodInfo? related, string type, string reason, string action, string note, string? assignedTo = null) => events.Put(new(
        PodReference.Of(pod), related is null ? null : PodReference.Of(related), type, reason, action, note, Documents.SchedulerName(related ?? pod), clock.GetUtcNow())
    { AssignedTo = assignedTo });

    private async Task GiveWayToBindings(CancellationToken cancellation)
    {
        for (TimeSpan waited = TimeSpan.Zero; pipeline.PendingCount > 0 && waited < GiveWay; waited += GiveWayStep)
            await Task.Delay(GiveWayStep, clock, cancellation).ConfigureAwait(false);
    }
}

/// <summary>What the planner needs of the rest of the scheduler.</summary>
internal sealed record PlannerDoors
{
    /// <summary>False: another replica leads, or may lead by now.</summary>
    public required Func<bool> MayWrite { get; init; }

    /// <summary>Runs something on the thread that owns the cluster.</summary>
    public required Action<Action> OnDecisionThread { get; init; }

    /// <summary>Takes what the server made of a volume or claim, on the decision thread.</summary>
    public required Func<IKubeObject, CancellationToken, Task> Written { get; init; }

    /// <summary>Told of what the server refused, and what was tried: <c>patch pods/status</c>.</summary>
    public required Action<ApiAnswer, string> Refused { get; init; }
}
