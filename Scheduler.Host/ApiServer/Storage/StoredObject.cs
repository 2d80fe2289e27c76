using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>
/// An object as the store holds it: JSON without its resource version, which is the revision that wrote it. Every value begins with
/// <see cref="ServedResource.StoredHead"/>, so putting the version in is a copy and never a parse.
/// </summary>
public readonly record struct StoredObject(ServedResource Resource, ReadOnlyMemory<byte> Value, long Revision)
{
    private static ReadOnlySpan<byte> VersionField => "\"resourceVersion\":\""u8;

    public static StoredObject Of(ServedResource resource, StoreEntry entry) => new(resource, entry.Value, entry.ModRevision);

    /// <summary>A document of its own, in the served version, with the resource version in it.</summary>
    public JsonObject Parse()
    {
        var document = ParseStored();
        return Resource.FromStored is { } convert ? convert(document) : document;
    }

    /// <summary>As <see cref="Parse"/>, in the version of storage.</summary>
    public JsonObject ParseStored()
    {
        var document = DocumentReader.Parse(Value.Span);
        document.Metadata()["resourceVersion"] = Revision.ToString(CultureInfo.InvariantCulture);
        return document;
    }

    /// <summary>Writes the whole object as JSON.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        if (Resource.IsPlain) Splice(output, Resource.StoredHead);
        else output.Write(DocumentReader.Write(Parse()));
    }

    /// <summary>Writes the object as an item of a list: without kind and apiVersion, which the list states.</summary>
    public void WriteItemTo(IBufferWriter<byte> output)
    {
        if (Resource.IsPlain)
        {
            Splice(output, Resource.ItemHead);
            return;
        }
        var item = Parse();
        item.Remove("kind");
        item.Remove("apiVersion");
        output.Write(DocumentReader.Write(item));
    }

    private void Splice(IBufferWriter<byte> output, ReadOnlySpan<byte> head)
    {
        var rest = Value.Span[Resource.StoredHead.Length..];
        var target = output.GetSpan(head.Length + VersionField.Length + 24 + rest.Length);
        head.CopyTo(target);
        var at = head.Length;
        VersionField.CopyTo(target[at..]);
        at += VersionField.Length;
        Utf8Formatter.TryFormat(Revision, target[at..], out var digits);
        at += digits;
        target[at++] = (byte)'"';
        if (rest[0] != (byte)'}') target[at++] = (byte)',';
        rest.CopyTo(target[at..]);
        output.Advance(at + rest.Length);
    }
}
