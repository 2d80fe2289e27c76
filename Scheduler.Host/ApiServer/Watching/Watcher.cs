using System.Buffers;
using System.IO.Pipelines;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Watching;

/// <summary>
/// Streams changes. An object that begins to match the selectors is ADDED, one that ceases to is DELETED. The stream ends at its timeout, when the
/// client goes, or when the client falls too far behind: it never holds up a writer.
/// <code>
/// no version, 0      what is there (ADDED), then changes
/// sendInitialEvents  what is there (ADDED), a bookmark that says so, then changes; false: changes from now on
/// version N          changes after N; 410 inside the stream when history no longer reaches back
/// </code>
/// </summary>
public sealed class Watcher(ApiServices services, Reader reader)
{
    private const int UnflushedBytesMax = 1 << 16;

    private const string Expired = "too old resource version";

    private readonly EventViews views = new();

    /// <summary>The last bookmark comes when the stream is about to end: the client goes on from there.</summary>
    private static readonly TimeSpan LastBookmarkBefore = TimeSpan.FromSeconds(2);

    public async Task<ApiResponse> Watch(RequestContext context, CancellationToken cancellation)
    {
        var options = ListOptions.Of(context, watch: true);
        if (options is { InitialEvents: true, Version: > 0 }) await reader.WaitFor(options.Version.Value, cancellation);
        var encoder = new FrameEncoder(services.Responses, context);
        return new ApiResponse
        {
            Status = 200,
            ContentType = encoder.ContentType,
            Stream = (output, gone) => Run(context, options, encoder, output, gone),
        }.With("Cache-Control", "no-cache, private");
    }

    private async Task Run(RequestContext context, ListOptions options, FrameEncoder encoder, PipeWriter output, CancellationToken gone)
    {
        var started = services.Now;
        var lasts = options.Timeout ?? services.Options.WatchTimeout + TimeSpan.FromSeconds(
            services.Identifiers.Below(Math.Max(1, (int)services.Options.WatchTimeout.TotalSeconds)));
        using var end = new CancellationTokenSource(lasts, services.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, gone);
        try
        {
            await output.FlushAsync(gone);
            var from = await Initial(context, options, encoder, output, either.Token);
            await Follow(context, options, encoder, output, from, started + lasts, either.Token);
        }
        catch (CompactedException compacted)
        {
            await Fail(encoder, output, StatusErrors.Gone($"{Expired}: {compacted.Requested} ({compacted.CompactRevision})"), gone);
        }
        catch (WatchOverrunException)
        {
            // The client did not read. The stream ends here, and it goes on from the last version it has seen.
        }
        catch (StoreStoppedException)
        {
            // Nothing more will come.
        }
        catch (OperationCanceledException)
        {
            // Time is over, or the client left.
        }
    }

    /// <summary>Tells what is there already, if that was asked for. Returns the revision after which changes are told.</summary>
    private async Task<long> Initial(RequestContext context, ListOptions options, FrameEncoder encoder, PipeWriter output, CancellationToken stop)
    {
        if (options is { InitialEvents: not true, Version: > 0 }) return options.Version.Value;
        if (options.InitialEvents == false) return await services.Objects.Revision(stop);
        var page = await reader.Page(context, options with { Version = null, Match = null, Limit = 0, Continue = null }, stop);
        foreach (var item in page.Items)
        {
            output.Write(encoder.Object(WatchEvents.Added, item));
            if (IsFull(output)) await Flush(output, stop);
        }
        if (options is { InitialEvents: true, Bookmarks: true }) output.Write(encoder.Bookmark(page.Revision, initialEventsEnd: true));
        await Flush(output, stop);
        return page.Revision;
    }

    private async Task Follow(
        RequestContext context, ListOptions options, FrameEncoder encoder, PipeWriter output, long from, DateTimeOffset ends, CancellationToken stop)
    {
        var range = Reader.SelectedRange(context, options);
        await using var watch = await services.Objects.Store.Watch(
            new WatchRequest(range, from + 1, Progress: options.Bookmarks, services.Options.WatchEventsBehindMax), stop);
        var nextBookmark = services.Now + services.Options.BookmarkInterval;
        while (true)
        {
            if (!watch.TryRead(out var batch))
            {
                await Flush(output, stop);
                batch = await watch.Read(stop);
            }
            else if (IsFull(output)) await Flush(output, stop);
            if (!batch.IsProgress) Tell(context, options, encoder, output, batch);
            else if (services.Now >= nextBookmark || services.Now + LastBookmarkBefore >= ends)
            {
                output.Write(encoder.Bookmark(batch.Revision, initialEventsEnd: false));
                nextBookmark = services.Now + services.Options.BookmarkInterval;
            }
        }
    }

    private void Tell(RequestContext context, ListOptions options, FrameEncoder encoder, PipeWriter output, WatchBatch batch)
    {
        foreach (var change in batch.Events)
        {
            var view = views.Of(change);
            var type = view.Matches(context.Resource, options) switch
            {
                (true, true) => WatchEvents.Modified,
                (true, false) => WatchEvents.Added,
                (false, true) => WatchEvents.Deleted,
                _ => null,
            };
            if (type is not null) output.Write(encoder.Change(view, type));
        }
    }

    /// <summary>A client that reads slowly makes the flush wait, and the store's buffer, not this one, fills up.</summary>
    private static bool IsFull(PipeWriter output) => output.CanGetUnflushedBytes && output.UnflushedBytes > UnflushedBytesMax;

    private static async ValueTask Flush(PipeWriter output, CancellationToken stop)
    {
        var flushed = await output.FlushAsync(stop);
        if (flushed.IsCompleted) throw new OperationCanceledException("The client left.");
    }

    private static async Task Fail(FrameEncoder encoder, PipeWriter output, ApiError error, CancellationToken gone)
    {
        output.Write(encoder.Document(WatchEvents.Error, error.ToStatus()));
        await output.FlushAsync(gone);
    }
}
