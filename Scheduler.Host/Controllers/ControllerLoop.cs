using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Controllers as a machine without threads, sockets or waiting: changes go in by <see cref="Take"/>, one key is looked at by <see cref="Step"/>.
/// <code>
/// Take ──▶ mirror ──▶ keys to look at ──Step──▶ Reconcile ──▶ API server
///                          ▲──── later ◀────┘ refused, or asked for
/// </code>
/// Nothing is reconciled before everything that is there has been told. A key waits for one time at most: the latest look at it knows best.
/// </summary>
public sealed class ControllerLoop
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private const int RetryDoublingsMax = 8;

    /// <summary>One refusal is ordinary: somebody else has written in between.</summary>
    private const int RefusalsTold = 3;

    private readonly ClusterView view;
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<IController> controllers;
    private readonly ILookup<ApiResource, IController> watchers;
    private readonly HashSet<ApiResource> unsynced;
    private readonly Queue<Item> ready = new();
    private readonly HashSet<Item> queued = [];
    private readonly PriorityQueue<Item, DateTimeOffset> later = new();
    private readonly Dictionary<Item, DateTimeOffset> due = [];
    private readonly Dictionary<Item, int> failures = [];

    public ControllerLoop(ClusterView view, TimeProvider clock, IReadOnlyList<IController> controllers)
    {
        this.view = view;
        this.clock = clock;
        this.controllers = controllers;
        watchers = controllers.SelectMany(one => one.Watches.Select(resource => (resource, one))).ToLookup(pair => pair.resource, pair => pair.one);
        Watches = [.. watchers.Select(group => group.Key)];
        unsynced = [.. Watches];
        foreach (var controller in controllers)
            foreach (var key in controller.Always) Enqueue(new(controller, key));
    }

    private readonly record struct Item(IController Controller, string Key);

    /// <summary>The kinds that somebody has to tell of.</summary>
    public IReadOnlyList<ApiResource> Watches { get; }

    /// <summary>Told of what has been refused again and again; it is tried further.</summary>
    public Action<string>? Refused { get; init; }

    /// <summary>Everything that was there has been told.</summary>
    public bool IsSynced => unsynced.Count == 0;

    /// <summary>When a key wants to be looked at again without a change; null: none does.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (later.TryPeek(out var item, out var time))
            {
                if (due.TryGetValue(item, out var valid) && valid == time) return time;
                later.Dequeue();
            }
            return null;
        }
    }

    /// <summary>Takes in what an informer told.</summary>
    public void Take(Change change)
    {
        if (change.Kind == ChangeKind.Synced) unsynced.Remove(change.Resource);
        else
        {
            var before = view.Mirror.Find(change.Resource, change.Key);
            if (!view.Mirror.Apply(change)) return;
            Concern(change.Resource, change.Document, change.Kind == ChangeKind.Deleted);

            // Whoever has lost it looks again, too.
            if (before is not null && before != change.Document && HasLostOwners(before, change.Document)) Concern(change.Resource, before, deleted: false);
        }
    }

    private static bool HasLostOwners(JsonObject before, JsonObject now) =>
        Owners.Of(before).Any(owner => !Owners.Of(now).Any(one => one.Text("uid") == owner.Text("uid") && one.Flag("controller") == owner.Flag("controller")));

    private void Concern(ApiResource resource, JsonObject document, bool deleted)
    {
        foreach (var controller in watchers[resource])
            foreach (var key in controller.Concerns(resource, document, deleted)) Enqueue(new(controller, key));
    }

    /// <summary>Looks at one key; false where none is ready.</summary>
    public async Task<bool> Step(CancellationToken cancellation)
    {
        while (NextDue is { } time && time <= clock.GetUtcNow())
        {
            var item = later.Dequeue();
            due.Remove(item);
            Enqueue(item);
        }
        if (!IsSynced || !ready.TryDequeue(out var next)) return false;
        await Reconcile(next, cancellation).ConfigureAwait(false);
        return true;
    }

    private void Enqueue(Item item)
    {
        if (queued.Add(item)) ready.Enqueue(item);
    }

    private void Delay(Item item, TimeSpan by)
    {
        var time = clock.GetUtcNow() + by;
        due[item] = time;
        later.Enqueue(item, time);
    }

    private async Task Reconcile(Item item, CancellationToken cancellation)
    {
        queued.Remove(item);
        due.Remove(item);
        try
        {
            if (await item.Controller.Reconcile(item.Key, cancellation).ConfigureAwait(false) is { } again) Delay(item, again);
            failures.Remove(item);
        }
        catch (Exception error) when (error is ApiCallException or HttpRequestException)
        {
            if (Retry(item) >= RefusalsTold) Refused?.Invoke($"{item.Controller.Name} {item.Key}: {error.Message}");
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // The one border: an object that a controller stumbles over must not stop the work on all others.
            Retry(item);
            Refused?.Invoke($"{item.Controller.Name} {item.Key}: unexpected: {bug}");
        }
    }

    /// <summary>Puts a key back for later; returns how often in a row it has failed.</summary>
    private int Retry(Item item)
    {
        var count = failures[item] = failures.GetValueOrDefault(item) + 1;
        Delay(item, FirstRetry * (1 << Math.Min(count, RetryDoublingsMax)));
        return count;
    }
}
