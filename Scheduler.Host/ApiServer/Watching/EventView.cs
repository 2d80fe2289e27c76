using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Watching;

/// <summary>
/// One change as watchers see it. All watchers of a change share one view: what one of them had parsed or encoded, the others take.
/// </summary>
internal sealed class EventView(StoreEvent change)
{
    private readonly Lock gate = new();
    private readonly List<(ServedResource Resource, string Type, WireFormat Format, byte[] Frame)> frames = [];
    private ServedResource? parsedAs;
    private JsonObject? now;
    private JsonObject? before;

    public StoreEvent Change => change;

    /// <summary>Whether the object matches now and matched before. Documents are not safe to read from two threads, hence the lock.</summary>
    public (bool Now, bool Before) Matches(ServedResource resource, ListOptions options)
    {
        if (options.SelectsEverything) return (!change.IsDelete, !change.IsCreate);
        var matchesNow = change.Entry is { } entry ? options.MatchesBytes(resource, entry.Value.Span) : false;
        var matchedBefore = change.Previous is { } previous ? options.MatchesBytes(resource, previous.Value.Span) : false;
        if (matchesNow is { } isNow && matchedBefore is { } wasBefore) return (isNow, wasBefore);
        lock (gate)
        {
            // Versions of one stored kind have different fields: the last one asked for is kept.
            if (!ReferenceEquals(parsedAs, resource)) (parsedAs, now, before) = (resource, null, null);
            return (
                matchesNow ?? options.Matches(now ??= StoredObject.Of(resource, change.Entry!).Parse()),
                matchedBefore ?? options.Matches(before ??= StoredObject.Of(resource, change.Previous!).Parse()));
        }
    }

    /// <summary>The frame of this change in a format, made by the first who asks.</summary>
    public byte[] Frame(ServedResource resource, string type, WireFormat format, Func<StoredObject, byte[]> encode)
    {
        lock (gate)
        {
            foreach (var frame in frames)
                if (ReferenceEquals(frame.Resource, resource) && frame.Type == type && frame.Format == format) return frame.Frame;
            var made = encode(Shown(resource, type));
            frames.Add((resource, type, format, made));
            return made;
        }
    }

    /// <summary>What an event shows: the object as it is; of one that went, as it was, with the version of its going.</summary>
    public StoredObject Shown(ServedResource resource, string type) => type == WatchEvents.Deleted
        ? new StoredObject(resource, (change.Previous ?? change.Entry)!.Value, change.Revision)
        : StoredObject.Of(resource, change.Entry!);
}

/// <summary>
/// The views of the newest changes: watchers are mostly at the head. A fixed ring, so that what was parsed and encoded does not live as long as the
/// store's history does; whoever is far behind makes his own.
/// </summary>
internal sealed class EventViews
{
    /// <summary>A power of two.</summary>
    private const int Kept = 1024;

    private readonly EventView?[] ring = new EventView?[Kept];

    public EventView Of(StoreEvent change)
    {
        ref var slot = ref ring[change.Revision & (Kept - 1)];
        var present = Volatile.Read(ref slot);
        if (present is not null && ReferenceEquals(present.Change, change)) return present;
        var made = new EventView(change);
        Volatile.Write(ref slot, made);
        return made;
    }
}

internal static class WatchEvents
{
    public const string Added = "ADDED";
    public const string Modified = "MODIFIED";
    public const string Deleted = "DELETED";
    public const string Bookmark = "BOOKMARK";
    public const string Error = "ERROR";
}
