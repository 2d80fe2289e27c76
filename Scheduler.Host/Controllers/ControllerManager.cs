using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <summary>Runs controllers on a live API server: informers feed a <see cref="ControllerLoop"/>, one thread of steps over one stream of changes.</summary>
public sealed class ControllerManager
{
    private readonly TimeProvider clock;
    private readonly ControllerLoop loop;
    private readonly ClusterView view;
    private readonly Inbox inbox = new();
    private readonly Informer[] informers;

    /// <param name="client">The server.</param>
    /// <param name="clock">For retries, and for what controllers do after a time.</param>
    /// <param name="controllers">The controllers, given what they see.</param>
    /// <param name="refused">Told of what was refused and will be tried again.</param>
    public ControllerManager(IApiClient client, TimeProvider clock, Func<ClusterView, IReadOnlyList<IController>> controllers, Action<string>? refused = null)
    {
        this.clock = clock;
        view = new ClusterView(client, clock);
        loop = new ControllerLoop(view, clock, controllers(view)) { Refused = refused };
        informers = [.. loop.Watches.Select(resource => new Informer(client, resource, inbox.Post, clock))];
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var beside = informers.Select(informer => Task.Run(() => informer.RunAsync(ended.Token), CancellationToken.None))
            .Append(Task.Run(() => view.Events.RunAsync(ended.Token), CancellationToken.None)).ToArray();
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                while (inbox.TryTake(out var change)) loop.Take(change);
                if (!await loop.Step(cancellation).ConfigureAwait(false)) await Wait(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(beside).ConfigureAwait(false);
        }
    }

    private async Task Wait(CancellationToken cancellation)
    {
        if (loop.NextDue is not { } due || !loop.IsSynced)
        {
            await inbox.WaitAsync(cancellation).ConfigureAwait(false);
            return;
        }
        var wait = due - clock.GetUtcNow();
        await using var timer = clock.CreateTimer(_ => inbox.Wake(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await inbox.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
