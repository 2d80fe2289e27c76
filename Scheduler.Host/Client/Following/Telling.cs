using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client.Protobuf;

namespace Scheduler.Host.Client.Following;

/// <summary>
/// Turns what a list or a watch shows into changes: each version once, each object's versions upwards, deletions of what was told only.
/// </summary>
internal sealed class Telling(ApiResource resource, Action<Change> tell, InformerOptions options)
{
    private readonly KnownObjects known = new();
    private readonly ProtobufText text = new();
    private string refused = "";
    private long streamed;

    /// <summary>Everything up to here has been told.</summary>
    public long Version { get; private set; }

    public void BeginList()
    {
        streamed = 0;
        known.BeginList();
    }

    /// <summary>An object of a list.</summary>
    public void Listed(in ObjectHead head, ReadOnlySpan<byte> value, bool isProtobuf)
    {
        if (!known.TrySee(head.Key, out var last) || last.Version != head.Version) Set(head, value, isProtobuf, last);
    }

    /// <summary>The list is complete.</summary>
    public void EndList(long version)
    {
        foreach (var (key, gone) in known.EndList()) tell(gone.Gone(resource, key, version));
        Version = Math.Max(version, streamed);
        streamed = 0;
        tell(new Change(ChangeKind.Synced, resource, "", version, []));
    }

    /// <summary>An event while a streamed list is not complete: it may be older or newer than the list.</summary>
    public void Streamed(in WatchFrame frame)
    {
        streamed = Math.Max(streamed, frame.Head.Version);
        var isKnown = known.TrySee(frame.Head.Key, out var last);
        if (isKnown && last.Version >= frame.Head.Version) return;
        if (frame.Event == WatchEvent.Set) Set(frame.Head, frame.Object, frame.IsProtobuf, last);
        else if (isKnown) Delete(frame.Head.Key, last, frame.Head.Version);
    }

    /// <summary>An event of a watch. False: it is older than what came before it and new all the same, so the order cannot be trusted.</summary>
    public bool Watched(in WatchFrame frame)
    {
        var isKnown = known.TrySee(frame.Head.Key, out var last);
        if (frame.Head.Version <= Version)
            return frame.Event == WatchEvent.Deleted ? !isKnown || last.Version > frame.Head.Version : isKnown && last.Version >= frame.Head.Version;
        if (frame.Event == WatchEvent.Set) Set(frame.Head, frame.Object, frame.IsProtobuf, last);
        else if (isKnown) Delete(frame.Head.Key, last, frame.Head.Version);
        Version = frame.Head.Version;
        return true;
    }

    /// <summary>A bookmark: nothing has happened up to its version that was not told.</summary>
    public void Marked(long version) => Version = Math.Max(Version, version);

    /// <summary>Says what the server refuses, once.</summary>
    public void Refuse(string line)
    {
        if (line == refused) return;
        refused = line;
        if (line.Length > 0) options.Refused?.Invoke(line);
    }

    private void Set(in ObjectHead head, ReadOnlySpan<byte> json, bool isProtobuf, in KnownObject last)
    {
        Change change;
        if (options.Decode is not { } decode)
        {
            change = new Change(ChangeKind.Set, resource, head.Key, head.Version, ObjectText.Kept(json));
        }
        else if (Decoded(decode, head.Key, isProtobuf ? text.Of(resource.Type, json) : json) is { } value)
        {
            change = new Change(ChangeKind.Set, resource, head.Key, head.Version, [], value);
        }
        else
        {
            // The last version that could be read stays; one that never could be was never told.
            if (last.Content is not null) known.Set(head.Key, last with { Version = head.Version });
            return;
        }
        known.Set(head.Key, KnownObject.Of(change, options.KeepsText));
        tell(change);
    }

    private void Delete(string key, in KnownObject last, long version)
    {
        known.Remove(key);
        tell(last.Gone(resource, key, version));
    }

    private IKubeObject? Decoded(ObjectDecoder decode, string key, ReadOnlySpan<byte> json)
    {
        try
        {
            return decode(json, key);
        }
        catch (ReadException error)
        {
            options.Refused?.Invoke(error.Message);
            return null;
        }
    }
}
