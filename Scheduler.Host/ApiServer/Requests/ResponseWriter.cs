using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Tables;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>Writes answers in the representation that was agreed on.</summary>
public sealed class ResponseWriter(ApiSchema schema, TimeProvider clock)
{
    /// <summary>A stored object. Whole JSON is copied from the store's bytes; every other form is made from a document.</summary>
    public ApiResponse Object(RequestContext context, int status, StoredObject stored)
    {
        if (context.Accept is not { Format: WireFormat.Json or WireFormat.Yaml, View: ObjectView.Whole }) return Object(context, status, stored.Parse());
        var output = new ArrayBufferWriter<byte>(stored.Value.Length + 128);
        stored.WriteTo(output);
        return Respond(context, status, output.WrittenMemory, context.Accept.MediaType);
    }

    /// <summary>An object of the request's own resource.</summary>
    public ApiResponse Object(RequestContext context, int status, JsonObject document)
    {
        var shown = context.Accept.View switch
        {
            ObjectView.Table => Table(context, [document], new JsonObject { ["resourceVersion"] = document.ResourceVersion() }),
            ObjectView.Metadata => MetadataOnly(document, context.Accept.ViewVersion),
            _ => document,
        };
        return Document(context, status, shown);
    }

    /// <summary>Any document, as it is.</summary>
    public ApiResponse Document(RequestContext context, int status, JsonObject document)
    {
        var (body, type) = Encode(document, context.Accept.Format);
        return Respond(context, status, body, type);
    }

    /// <summary>A page of a list.</summary>
    public ApiResponse List(RequestContext context, IReadOnlyList<StoredObject> items, JsonObject listMetadata)
    {
        switch (context.Accept)
        {
            case { View: ObjectView.Whole, Format: not WireFormat.Protobuf }:
                return Respond(context, 200, JsonList(context.Resource, items, listMetadata), context.Accept.MediaType);
            case { View: ObjectView.Table }:
                return Document(context, 200, Table(context, items.Select(item => item.Parse()), listMetadata));
            case { View: ObjectView.Metadata }:
                var version = context.Accept.ViewVersion;
                return Document(context, 200, new JsonObject
                {
                    ["kind"] = "PartialObjectMetadataList",
                    ["apiVersion"] = $"meta.k8s.io/{version}",
                    ["metadata"] = listMetadata,
                    ["items"] = new JsonArray([.. items.Select(item => (JsonNode)MetadataOnly(item.Parse(), version))]),
                });
            default:
                return Document(context, 200, new JsonObject
                {
                    ["kind"] = context.Resource.ListKind,
                    ["apiVersion"] = context.Resource.Api.ApiVersion,
                    ["metadata"] = listMetadata,
                    ["items"] = new JsonArray([.. items.Select(item => (JsonNode)item.Parse())]),
                });
        }
    }

    /// <summary><c>Status Success</c>, for what has no object to show.</summary>
    public ApiResponse Success(RequestContext context, int status, JsonObject? details = null)
    {
        var document = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" };
        if (details is not null) document["details"] = details;
        if (status != 200) document["code"] = status;
        return Document(context, status, document);
    }

    public ApiResponse Error(ApiError error, string? accept)
    {
        var (body, type) = Encode(error.ToStatus(), Negotiation.FormatOfErrors(accept));
        var response = new ApiResponse { Status = error.Code, ContentType = type, Body = body }.With("Cache-Control", "no-cache, private");
        if (error.RetryAfterSeconds > 0) response.With("Retry-After", error.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    public JsonObject Table(RequestContext context, IEnumerable<JsonObject> objects, JsonObject metadata, bool withColumns = true)
    {
        var include = IncludeOf(context);
        return Finished(context, include, TablePrinter.Print(context.Resource.Api, objects, clock.GetUtcNow(), include, metadata, withColumns));
    }

    /// <summary>A workload's Scale, in the form that was asked for.</summary>
    public ApiResponse Scale(RequestContext context, JsonObject scale)
    {
        if (context.Accept.View != ObjectView.Table) return Document(context, 200, scale);
        var include = IncludeOf(context);
        var metadata = new JsonObject { ["resourceVersion"] = scale.ResourceVersion() };
        return Document(context, 200, Finished(context, include, ScaleTable.Print(scale, clock.GetUtcNow(), include, metadata)));
    }

    private static JsonObject Finished(RequestContext context, IncludeObject include, JsonObject table)
    {
        // Rows that carry no object say so.
        if (include == IncludeObject.None)
            foreach (var row in table.Children("rows")) row.TryAdd("object", null);
        table["apiVersion"] = $"meta.k8s.io/{context.Accept.ViewVersion}";
        return table;
    }

    public static JsonObject MetadataOnly(JsonObject document, string version) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = $"meta.k8s.io/{version}",
        ["metadata"] = document.Metadata().DeepClone(),
    };

    private static IncludeObject IncludeOf(RequestContext context) => context.Query["includeObject"] switch
    {
        null or "" or "Metadata" => IncludeObject.Metadata,
        "Object" => IncludeObject.Object,
        "None" => IncludeObject.None,
        var other => throw StatusErrors.BadRequest($"unrecognized includeObject value: {other}"),
    };

    private static ReadOnlyMemory<byte> JsonList(ServedResource resource, IReadOnlyList<StoredObject> items, JsonObject metadata)
    {
        var output = new ArrayBufferWriter<byte>(256 + items.Sum(item => item.Value.Length + 48));
        output.Write(Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"{resource.ListKind}\",\"apiVersion\":\"{resource.Api.ApiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":["));
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            items[i].WriteItemTo(output);
        }
        output.Write("]}\n"u8);
        return output.WrittenMemory;
    }

    /// <summary>JSON is YAML too, so one writer serves both.</summary>
    private (byte[] Body, string Type) Encode(JsonObject document, WireFormat format)
    {
        if (format == WireFormat.Protobuf && ProtobufCodec.CanEncode(schema, document))
            return (ProtobufCodec.Encode(schema, document), MediaTypes.Protobuf);
        return (DocumentReader.Write(document), format == WireFormat.Yaml ? MediaTypes.Yaml : MediaTypes.Json);
    }

    private static ApiResponse Respond(RequestContext context, int status, ReadOnlyMemory<byte> body, string type)
    {
        var response = new ApiResponse { Status = status, ContentType = type, Body = body }.With("Cache-Control", "no-cache, private");
        foreach (var warning in context.Warnings.Distinct()) response.With("Warning", $"299 - \"{Quoted(warning)}\"");
        return response;
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else quoted.Append(letter is >= ' ' and < '\x7f' ? letter : ' ');
        }
        return quoted.ToString();
    }
}
