using Scheduler.Core.Cache;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling.Writing;

namespace Scheduler.Host.Scheduling;

/// <summary>
/// Pods that the server has bound and the watch has not shown yet. They count on their nodes; where the watch stays silent for too long the server
/// is asked, and only on its word that a pod is gone it counts no more. Decision thread only, but for the asking.
/// </summary>
internal sealed class AssumedPods(IApiClient client, TimeProvider clock, TimeSpan checkAfter, Action<Action> onDecisionThread, Action<PodInfo> gone)
{
    private readonly Dictionary<string, (PodInfo Pod, DateTimeOffset Since)> bound = new(StringComparer.Ordinal);

    public int Count => bound.Count;

    public void Bound(PodInfo pod) => bound[pod.Uid] = (pod, clock.GetUtcNow());

    public void Settled(string uid) => bound.Remove(uid);

    /// <summary>Asks for those that have waited too long; called now and then.</summary>
    public void Check(CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((string uid, (PodInfo pod, DateTimeOffset since)) in bound.ToArray())
        {
            if (now - since < checkAfter) continue;
            bound[uid] = (pod, now);
            _ = AskAsync(pod, cancellation);
        }
    }

    private async Task AskAsync(PodInfo pod, CancellationToken cancellation)
    {
        try
        {
            ApiAnswer answer = await client.Get(Documents.PathOf(pod), cancellation).ConfigureAwait(false);
            if (answer.IsGone || (answer.IsSuccess && answer.Document.Uid() != pod.Uid)) onDecisionThread(() => Forget(pod));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // Not known: asked again at the next check.
        }
    }

    private void Forget(PodInfo pod)
    {
        if (bound.Remove(pod.Uid)) gone(pod);
    }
}
