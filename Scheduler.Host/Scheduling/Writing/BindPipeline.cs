using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Writing;

/// <summary>
/// Sends bindings, so many at a time, and answers only when it knows what became of one: a pod is bound at most once, so a binding whose answer was
/// lost is sent again, and where the server then refuses it the pod itself says where it is. Until then the pod keeps its room.
/// <code>
///   slot ─▶ POST ──2xx──▶ bound
///            │ ▲──no answer, 429, 5xx: pause──┐
///            ├────────────────────────────────┘ (a 5xx that stays: GET)
///            └──409─▶ GET pod ─▶ bound here: success │ elsewhere, free or gone: failure
/// </code>
/// </summary>
internal sealed class BindPipeline(IApiClient client, TimeProvider clock, int inFlightMax, CancellationToken stopping)
{
    private const int ServerErrorsMax = 3;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim slots = new(inFlightMax, inFlightMax);
    private int pending;

    /// <summary>Asked before every POST: not the leader, no binding.</summary>
    public Func<bool> MayWrite { get; init; } = () => true;

    /// <summary>Bindings that have not come back, those that wait for a slot included.</summary>
    public int PendingCount => Volatile.Read(ref pending);

    /// <param name="pod">The pod.</param>
    /// <param name="node">Its node.</param>
    /// <param name="withdrawn">Ends the wait for a slot; what has been sent is seen through.</param>
    public async Task<Status> BindAsync(PodInfo pod, string node, CancellationToken withdrawn)
    {
        Interlocked.Increment(ref pending);
        try
        {
            await slots.WaitAsync(withdrawn).ConfigureAwait(false);
            try
            {
                return await SendAsync(pod, node).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (withdrawn.IsCancellationRequested)
        {
            return Status.Unschedulable("the pod has to leave for one of higher priority");
        }
        finally
        {
            Interlocked.Decrement(ref pending);
        }
    }

    private async Task<Status> SendAsync(PodInfo pod, string node)
    {
        TimeSpan pause = PauseFirst;
        for (int serverErrors = 0; serverErrors < ServerErrorsMax;)
        {
            if (!MayWrite()) return Status.Error("not the leader any more");
            ApiAnswer? answer = await Try(cancellation => client.Create(Documents.PathOf(pod, "binding"), Documents.Binding(pod, node), cancellation)).ConfigureAwait(false);
            switch (answer?.Status)
            {
                case >= 200 and < 300: return Status.Success;
                case 409: return await LookAsync(pod, node, answer.Value.Message).ConfigureAwait(false);
                case >= 500: serverErrors++; break;
                case null or 429: break;
                default: return Status.Error(answer.Value.Message);
            }

            if (!await PauseAsync(pause).ConfigureAwait(false)) return Status.Error("the scheduler stops");
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }

        return await LookAsync(pod, node, "the server cannot bind the pod").ConfigureAwait(false);
    }

    /// <summary>What became of the pod, by its own word.</summary>
    private async Task<Status> LookAsync(PodInfo pod, string node, string why)
    {
        for (TimeSpan pause = PauseFirst; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            ApiAnswer? answer = await Try(cancellation => client.Get(Documents.PathOf(pod), cancellation)).ConfigureAwait(false);
            if (answer is { IsSuccess: true } found) return Outcome(found.Document, pod, node, why);
            if (answer is { IsGone: true } or { Status: 401 or 403 }) return Status.Error(why);
            if (!await PauseAsync(pause).ConfigureAwait(false)) return Status.Error("the scheduler stops");
        }
    }

    private static Status Outcome(JsonObject found, PodInfo pod, string node, string why) =>
        found.Uid() == pod.Uid && found.Child("spec")?.Text("nodeName") == node ? Status.Success : Status.Error(why);

    /// <summary>The answer, or null where none came in time.</summary>
    private async Task<ApiAnswer?> Try(Func<CancellationToken, Task<ApiAnswer>> call)
    {
        using CancellationTokenSource patience = new(AnswerWithin, clock);
        try
        {
            return await call(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && patience.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>False where the scheduler stops meanwhile.</summary>
    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, clock, stopping).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
