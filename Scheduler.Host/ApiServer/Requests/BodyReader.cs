using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Requests;

/// <summary>Reads request bodies into documents.</summary>
public static class BodyReader
{
    /// <summary>The object in the body of a create or an update.</summary>
    /// <exception cref="ApiError">415 for a media type that is not read here.</exception>
    /// <exception cref="ApiDataException">The body is not such an object.</exception>
    public static JsonObject Object(RequestContext context, GroupVersionKind expected)
    {
        var decoded = DocumentReader.Read(
            ApiSchema.Default, context.Request.Body.Span, Format(context.Request), expected, context.FieldValidation());
        context.Warnings.AddRange(decoded.Warnings);
        return decoded.Document;
    }

    /// <summary>The options of a delete: in the body if there is one, otherwise in the query.</summary>
    public static DeleteOptions DeleteOptions(RequestContext context)
    {
        if (context.Request.Body.IsEmpty) return Requests.DeleteOptions.Of(context.Query, context.IsDryRun());
        var expected = new GroupVersionKind("", "v1", "DeleteOptions");
        var decoded = DocumentReader.Read(
            ApiSchema.Default, context.Request.Body.Span, Format(context.Request), expected, FieldValidationMode.Ignore);
        return Requests.DeleteOptions.Of(decoded.Document, context.IsDryRun());
    }

    private static BodyFormat Format(ApiRequest request)
    {
        var type = MediaClause.Parse(request.Header("Content-Type") ?? "").Type;
        return type switch
        {
            "" or MediaTypes.Json => BodyFormat.Json,
            MediaTypes.Protobuf => BodyFormat.Protobuf,
            MediaTypes.Yaml => BodyFormat.Yaml,
            _ => throw StatusErrors.UnsupportedMediaType(),
        };
    }
}
