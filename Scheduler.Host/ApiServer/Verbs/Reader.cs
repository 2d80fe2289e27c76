using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>Reads: one object, or a list with its pages, versions and selectors.</summary>
public sealed class Reader(ApiServices services)
{
    /// <summary>With a selector, pages are filled from chunks of at least this many entries.</summary>
    private const int ChunkMin = 500;

    private const string TooOld = "The resourceVersion for the provided list is too old.";

    private const string ContinueTooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, " +
        "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an " +
        "inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    public async Task<ApiResponse> Get(RequestContext context, CancellationToken cancellation)
    {
        if (ListOptions.VersionOf(context.Query["resourceVersion"]) is { } version and > 0) await WaitFor(version, cancellation);
        var stored = await services.Objects.Get(context.Resource, context.Namespace, context.Name, cancellation);
        return services.Responses.Object(context, 200, stored);
    }

    public async Task<ApiResponse> List(RequestContext context, CancellationToken cancellation)
    {
        var options = ListOptions.Of(context, watch: false);
        var page = await Page(context, options, cancellation);
        return services.Responses.List(context, page.Items, page.Metadata());
    }

    /// <summary>One page, or the whole when nothing limits it.</summary>
    public readonly record struct ListPage(IReadOnlyList<StoredObject> Items, long Revision, string? Continue, long? Remaining)
    {
        public JsonObject Metadata()
        {
            var metadata = new JsonObject { ["resourceVersion"] = Revision.ToString(CultureInfo.InvariantCulture) };
            if (Continue is null) return metadata;
            metadata["continue"] = Continue;
            if (Remaining is not null) metadata["remainingItemCount"] = Remaining;
            return metadata;
        }
    }

    public async Task<ListPage> Page(RequestContext context, ListOptions options, CancellationToken cancellation)
    {
        var start = await Start(context, options, cancellation);
        // Caches answer version 0, and a cache knows no pages.
        var limit = options is { Version: 0, Continue: null } ? 0 : options.Limit;
        try
        {
            return options.SelectsEverything
                ? await Everything(context, start, limit, cancellation)
                : await Selected(context, options, start, limit, cancellation);
        }
        catch (CompactedException)
        {
            if (options.Continue is null) throw StatusErrors.Gone(TooOld);
            throw new ApiError(410, "Expired", ContinueTooOld) { Continue = new ContinueToken(-1, start.After!).Encode() };
        }
        catch (FutureRevisionException future)
        {
            throw StatusErrors.VersionTooLarge(future.Requested, future.Current);
        }
    }

    /// <summary>Where a list begins: the revision (0: now) and the key after which.</summary>
    private readonly record struct StartPoint(long Revision, string? After);

    private async Task<StartPoint> Start(RequestContext context, ListOptions options, CancellationToken cancellation)
    {
        if (options.Continue is { } text)
        {
            if (options.Version is > 0) throw StatusErrors.BadRequest("specifying resource version is not allowed when using continue");
            var token = ContinueToken.Decode(text);
            return new StartPoint(token.Revision < 0 ? 0 : token.Revision, token.After);
        }
        if (options.Version is null or 0) return new StartPoint(0, null);
        var version = options.Version.Value;
        await WaitFor(version, cancellation);
        var exact = options.Match == "Exact" || (options.Match is null && options.Limit > 0);
        return new StartPoint(exact ? version : 0, null);
    }

    /// <summary>Waits until the store has reached a version, for a little while.</summary>
    /// <exception cref="ApiError">504 when it has not.</exception>
    public async Task WaitFor(long version, CancellationToken cancellation)
    {
        var current = await services.Objects.Revision(cancellation);
        if (current >= version) return;
        using var patience = new CancellationTokenSource(services.Options.VersionWait, services.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await using var watch = await services.Objects.Store.Watch(new WatchRequest("/", current + 1), both.Token);
            while (current < version) current = (await watch.Read(both.Token)).Revision;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw StatusErrors.VersionTooLarge(version, await services.Objects.Revision(cancellation));
        }
    }

    private async Task<ListPage> Everything(RequestContext context, StartPoint start, int limit, CancellationToken cancellation)
    {
        var range = context.Resource.Range(context.Namespace);
        var listed = await services.Objects.Store.List(
            new ListRequest(range, start.Revision, limit, start.After is null ? null : range + start.After), cancellation);
        var items = new StoredObject[listed.Entries.Count];
        for (var i = 0; i < items.Length; i++) items[i] = StoredObject.Of(context.Resource, listed.Entries[i]);
        var next = listed.Remaining > 0 ? new ContinueToken(listed.Revision, listed.Entries[^1].Key[range.Length..]).Encode() : null;
        return new ListPage(items, listed.Revision, next, next is null ? null : listed.Remaining);
    }

    private async Task<ListPage> Selected(RequestContext context, ListOptions options, StartPoint start, int limit, CancellationToken cancellation)
    {
        var range = SelectedRange(context, options);
        var folder = context.Resource.Range(context.Namespace);
        var revision = start.Revision;
        var after = start.After is null ? null : folder + start.After;
        var items = new List<StoredObject>();
        while (true)
        {
            var listed = await services.Objects.Store.List(
                new ListRequest(range, revision, limit == 0 ? 0 : Math.Max(limit, ChunkMin), after), cancellation);
            revision = listed.Revision;
            for (var i = 0; i < listed.Entries.Count; i++)
            {
                var stored = StoredObject.Of(context.Resource, listed.Entries[i]);
                if (!Matches(options, stored)) continue;
                items.Add(stored);
                if (items.Count != limit) continue;
                var more = i + 1 < listed.Entries.Count || listed.Remaining > 0;
                return new ListPage(items, revision, more ? new ContinueToken(revision, listed.Entries[i].Key[folder.Length..]).Encode() : null, null);
            }
            if (listed.Remaining == 0) return new ListPage(items, revision, null, null);
            after = listed.Entries[^1].Key;
        }
    }

    private static bool Matches(ListOptions options, StoredObject stored) =>
        options.MatchesBytes(stored.Resource, stored.Value.Span) ?? options.Matches(stored.Parse());

    /// <summary>A selector that names the object makes a list of one key.</summary>
    public static string SelectedRange(RequestContext context, ListOptions options)
    {
        var name = options.Fields.RequiredValue("metadata.name");
        var reachable = !context.Resource.Namespaced || !string.IsNullOrEmpty(context.Namespace);
        if (string.IsNullOrEmpty(name) || !reachable || name.Contains('/')) return context.Resource.Range(context.Namespace);
        return context.Resource.Key(context.Namespace, name);
    }
}
