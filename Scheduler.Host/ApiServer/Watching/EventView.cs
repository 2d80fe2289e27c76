using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Watching;

/// <summary>
/// One change as watchers see it. All watchers of a change share one view: what one of them had parsed or encoded, the others take. The view
/// lives as long as the store's event.
/// </summary>
internal sealed class EventView(StoreEvent change)
{
    private static readonly ConditionalWeakTable<StoreEvent, EventView> Views = [];

    private readonly Lock gate = new();
    private readonly List<(ServedResource Resource, string Type, WireFormat Format, byte[] Frame)> frames = [];
    private ServedResource? parsedAs;
    private JsonObject? now;
    private JsonObject? before;

    public static EventView Of(StoreEvent change) => Views.GetValue(change, made => new EventView(made));

    public StoreEvent Change => change;

    /// <summary>Whether the object matches now and matched before. Documents are not safe to read from two threads, hence the lock.</summary>
    public (bool Now, bool Before) Matches(ServedResource resource, ListOptions options)
    {
        if (options.SelectsEverything) return (!change.IsDelete, !change.IsCreate);
        lock (gate)
        {
            // Versions of one stored kind have different fields: the last one asked for is kept.
            if (!ReferenceEquals(parsedAs, resource)) (parsedAs, now, before) = (resource, null, null);
            return (Match(options, now ??= Document(resource, change.Entry)), Match(options, before ??= Document(resource, change.Previous)));
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

    private static bool Match(ListOptions options, JsonObject? document) =>
        document is { Count: > 0 } && options.Labels.Matches(document) && options.Fields.Matches(document);

    private static JsonObject Document(ServedResource resource, StoreEntry? entry) =>
        entry is null ? [] : StoredObject.Of(resource, entry).Parse();
}

internal static class WatchEvents
{
    public const string Added = "ADDED";
    public const string Modified = "MODIFIED";
    public const string Deleted = "DELETED";
    public const string Bookmark = "BOOKMARK";
    public const string Error = "ERROR";
}
