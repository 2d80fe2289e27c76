using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Runs controllers: one thread of steps over one stream of changes.
/// <code>
/// informers ──▶ inbox ──▶ mirror ──▶ keys to look at ──▶ Reconcile ──▶ API server
///                                          ▲──── later ◀────┘ refused, or asked for
/// </code>
/// Nothing is reconciled before everything that is there has been told.
/// </summary>
public sealed class ControllerManager
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private const int RetryDoublingsMax = 8;

    private readonly TimeProvider clock;
    private readonly ClusterView view;
    private readonly IReadOnlyList<IController> controllers;
    private readonly ILookup<ApiResource, IController> watchers;
    private readonly Inbox inbox = new();
    private readonly Informer[] informers;
    private readonly HashSet<ApiResource> unsynced;
    private readonly Queue<(IController Controller, string Key)> ready = new();
    private readonly HashSet<(IController Controller, string Key)> queued = [];
    private readonly PriorityQueue<(IController Controller, string Key), DateTimeOffset> later = new();
    private readonly Dictionary<(IController Controller, string Key), int> failures = [];

    public ControllerManager(ApiClient client, TimeProvider clock, Func<ClusterView, IReadOnlyList<IController>> controllers)
    {
        this.clock = clock;
        view = new ClusterView(client, clock);
        this.controllers = controllers(view);
        watchers = this.controllers.SelectMany(one => one.Watches.Select(resource => (resource, one))).ToLookup(pair => pair.resource, pair => pair.one);
        informers = [.. watchers.Select(group => new Informer(client, group.Key, inbox.Post, clock))];
        unsynced = [.. watchers.Select(group => group.Key)];
    }

    /// <summary>Told of what was refused and will be tried again.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = Array.ConvertAll(informers, informer => Task.Run(() => informer.RunAsync(ended.Token), CancellationToken.None));
        try
        {
            while (true) await Step(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(following).ConfigureAwait(false);
        }
    }

    private async Task Step(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TakeChanges();
        TakeDue();
        if (unsynced.Count == 0 && ready.TryDequeue(out var next)) await Reconcile(next, cancellation).ConfigureAwait(false);
        else await Wait(cancellation).ConfigureAwait(false);
    }

    private void TakeChanges()
    {
        while (inbox.TryTake(out var change))
        {
            if (change.Kind == ChangeKind.Synced) unsynced.Remove(change.Resource);
            else if (view.Mirror.Apply(change))
            {
                foreach (var controller in watchers[change.Resource])
                    foreach (var key in controller.Concerns(change.Resource, change.Document, change.Kind == ChangeKind.Deleted)) Enqueue((controller, key));
            }
        }
    }

    private void TakeDue()
    {
        while (later.TryPeek(out var item, out var due) && due <= clock.GetUtcNow())
        {
            later.Dequeue();
            Enqueue(item);
        }
    }

    private void Enqueue((IController, string) item)
    {
        if (queued.Add(item)) ready.Enqueue(item);
    }

    private async Task Wait(CancellationToken cancellation)
    {
        if (!later.TryPeek(out _, out var due))
        {
            await inbox.WaitAsync(cancellation).ConfigureAwait(false);
            return;
        }
        var wait = due - clock.GetUtcNow();
        await using var timer = clock.CreateTimer(_ => inbox.Wake(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await inbox.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task Reconcile((IController Controller, string Key) item, CancellationToken cancellation)
    {
        queued.Remove(item);
        try
        {
            if (await item.Controller.Reconcile(item.Key, cancellation).ConfigureAwait(false) is { } again) later.Enqueue(item, clock.GetUtcNow() + again);
            failures.Remove(item);
        }
        catch (Exception error) when (error is ApiCallException or HttpRequestException)
        {
            var count = failures[item] = failures.GetValueOrDefault(item) + 1;
            later.Enqueue(item, clock.GetUtcNow() + FirstRetry * (1 << Math.Min(count, RetryDoublingsMax)));
            Refused?.Invoke($"{item.Controller.Name} {item.Key}: {error.Message}");
        }
    }
}
