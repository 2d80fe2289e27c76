using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Watching;

/// <summary>Turns events into the bytes of a watch stream: a JSON object a line, or length-prefixed protobuf.</summary>
internal sealed class FrameEncoder(ResponseWriter responses, RequestContext context)
{
    private bool columnsSent;

    public string ContentType => context.Accept.Format switch
    {
        WireFormat.Protobuf => $"{MediaTypes.Protobuf};stream=watch",
        _ => MediaTypes.Json,
    };

    public byte[] Change(EventView view, string type)
    {
        if (context.Accept.View == ObjectView.Whole)
            return view.Frame(context.Resource, type, context.Accept.Format, stored => Object(type, stored));
        return Object(type, view.Shown(context.Resource, type));
    }

    public byte[] Object(string type, StoredObject stored)
    {
        if (context.Accept is { View: ObjectView.Whole, Format: not WireFormat.Protobuf })
        {
            var output = new ArrayBufferWriter<byte>(stored.Value.Length + 128);
            output.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
            stored.WriteTo(output);
            output.Write("}\n"u8);
            return output.WrittenSpan.ToArray();
        }
        return Document(type, Shown(stored.Parse()));
    }

    /// <summary>Any document as the object of an event.</summary>
    public byte[] Document(string type, JsonObject document)
    {
        if (context.Accept.Format == WireFormat.Protobuf && ProtobufCodec.CanEncode(ApiSchema.Default, document))
            return ProtobufCodec.EncodeWatchFrame(ApiSchema.Default, type, document);
        var output = new ArrayBufferWriter<byte>();
        output.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        output.Write(DocumentReader.Write(document));
        output.Write("}\n"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>"Everything up to here was told": an object that is nothing but its version.</summary>
    public byte[] Bookmark(long revision, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        if (initialEventsEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var document = new JsonObject { ["kind"] = context.Resource.Kind, ["apiVersion"] = context.Resource.Api.ApiVersion, ["metadata"] = metadata };
        document = DocumentReader.Normalize(context.Resource.Api.Type, document, []);
        if (context.Accept.View == ObjectView.Metadata) document = ResponseWriter.MetadataOnly(document, context.Accept.ViewVersion);
        if (context.Accept.View == ObjectView.Table) document = EmptyTable(metadata);
        return Document(WatchEvents.Bookmark, document);
    }

    private JsonObject EmptyTable(JsonObject metadata) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = $"meta.k8s.io/{context.Accept.ViewVersion}",
        ["metadata"] = metadata.DeepClone(),
        ["columnDefinitions"] = new JsonArray(),
        ["rows"] = new JsonArray(),
    };

    private JsonObject Shown(JsonObject document)
    {
        switch (context.Accept.View)
        {
            case ObjectView.Metadata:
                return ResponseWriter.MetadataOnly(document, context.Accept.ViewVersion);
            case ObjectView.Table:
                var table = responses.Table(context, [document], new JsonObject { ["resourceVersion"] = document.ResourceVersion() }, !columnsSent);
                columnsSent = true;
                return table;
            default:
                return document;
        }
    }
}
