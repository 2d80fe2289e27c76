using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client.Following;

namespace Scheduler.Host.Client.Protobuf;

/// <summary>
/// What an informer must know of pages and events in protobuf. Numbers of fields are those of the API.
/// <code>
/// body    k8s\0 Unknown{typeMeta 1, raw 2}
/// list    {metadata 1 {resourceVersion 2, continue 3}, items 2}
/// event   4 bytes of length, {type 1, object 2 {raw 1: a body}}
/// object  {metadata 1 {name 1, namespace 3, resourceVersion 6, annotations 12}, …}
/// </code>
/// </summary>
internal static class ProtobufMessages
{
    public const int PrefixBytes = 4;

    /// <summary>A longer event is none.</summary>
    private const int FrameBytesMax = 64 << 20;

    /// <summary>The length of the frame behind its prefix.</summary>
    /// <exception cref="JsonException">It cannot be meant.</exception>
    public static int FrameLength(ReadOnlySpan<byte> prefix)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        return length <= FrameBytesMax ? (int)length : throw new JsonException($"an event of {length} bytes");
    }

    /// <summary>Reads a page to its end before anybody is told of it.</summary>
    /// <exception cref="JsonException">It is broken, or cut off.</exception>
    public static ListPage ReadPage(ReadOnlySpan<byte> body, List<(ObjectHead Head, Range Text)> items)
    {
        try
        {
            var (version, next) = (0L, "");
            var reader = new ProtoReader(Unwrap(body));
            while (!reader.AtEnd)
            {
                var number = reader.ReadTag();
                if (number == 1) (version, next) = ListMetadata(reader.ReadBytes());
                else if (number == 2)
                {
                    var item = reader.ReadBytes();
                    body.Overlaps(item, out var from);
                    items.Add((HeadOf(item, isBookmark: false), from..(from + item.Length)));
                }
                else reader.Skip();
            }
            return version > 0 ? new(version, next) : throw new JsonException("a list without a resourceVersion");
        }
        catch (ApiDataException error)
        {
            throw new JsonException("a broken protobuf list", error);
        }
    }

    /// <summary>Reads an event, without the prefix.</summary>
    /// <exception cref="JsonException">It is no event.</exception>
    public static WatchFrame ReadFrame(ReadOnlySpan<byte> frame)
    {
        try
        {
            ReadOnlySpan<byte> type = [], content = [];
            var reader = new ProtoReader(frame);
            while (!reader.AtEnd)
            {
                var number = reader.ReadTag();
                if (number == 1) type = reader.ReadBytes();
                else if (number == 2) content = Unwrap(MessageDecoder.RawOf(reader.ReadBytes()));
                else reader.Skip();
            }
            if (type.SequenceEqual("ERROR"u8)) return new() { Event = WatchEvent.Error, Object = content, Code = CodeOf(content) };
            var kind = type switch
            {
                _ when type.SequenceEqual("ADDED"u8) || type.SequenceEqual("MODIFIED"u8) => WatchEvent.Set,
                _ when type.SequenceEqual("DELETED"u8) => WatchEvent.Deleted,
                _ when type.SequenceEqual("BOOKMARK"u8) => WatchEvent.Bookmark,
                _ => throw new JsonException("not an event of a watch"),
            };
            return new() { Event = kind, Object = content, Head = HeadOf(content, kind == WatchEvent.Bookmark), IsProtobuf = true };
        }
        catch (ApiDataException error)
        {
            throw new JsonException("a broken protobuf event", error);
        }
    }

    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(ProtobufCodec.Magic)) throw new JsonException("no protobuf object");
        var reader = new ProtoReader(body[ProtobufCodec.Magic.Length..]);
        ReadOnlySpan<byte> raw = [];
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 2 && reader.WireType == 2) raw = reader.ReadBytes();
            else reader.Skip();
        }
        return raw;
    }

    private static (long Version, string Continue) ListMetadata(ReadOnlySpan<byte> metadata)
    {
        var (version, next) = (0L, "");
        var reader = new ProtoReader(metadata);
        while (!reader.AtEnd)
        {
            var number = reader.ReadTag();
            if (number == 2) version = VersionOf(reader.ReadBytes());
            else if (number == 3) next = reader.ReadString();
            else reader.Skip();
        }
        return (version, next);
    }

    private static ObjectHead HeadOf(ReadOnlySpan<byte> message, bool isBookmark)
    {
        var reader = new ProtoReader(message);
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 1 && reader.WireType == 2) return Metadata(reader.ReadBytes(), isBookmark);
            reader.Skip();
        }
        throw new JsonException("an object without metadata");
    }

    private static ObjectHead Metadata(ReadOnlySpan<byte> metadata, bool isBookmark)
    {
        string name = "", ns = "";
        var (version, ends) = (-1L, false);
        var reader = new ProtoReader(metadata);
        while (!reader.AtEnd)
        {
            switch (reader.ReadTag())
            {
                case 1: name = reader.ReadString(); break;
                case 3: ns = reader.ReadString(); break;
                case 6: version = VersionOf(reader.ReadBytes()); break;
                case 12 when isBookmark: ends |= reader.ReadBytes().IndexOf("k8s.io/initial-events-end"u8) >= 0; break;
                default: reader.Skip(); break;
            }
        }
        if (version < 0 || (name.Length == 0 && !isBookmark)) throw new JsonException("an object without a name or a resourceVersion");
        return new(ns.Length > 0 ? $"{ns}/{name}" : name, version, ends);
    }

    private static long VersionOf(ReadOnlySpan<byte> text) =>
        long.TryParse(Encoding.UTF8.GetString(text), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : throw new JsonException("a resourceVersion that is no number");

    private static int CodeOf(ReadOnlySpan<byte> status)
    {
        var reader = new ProtoReader(status);
        while (!reader.AtEnd)
        {
            if (reader.ReadTag() == 6 && reader.WireType == 0) return (int)reader.ReadVarint();
            reader.Skip();
        }
        return 500;
    }
}
