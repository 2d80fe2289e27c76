using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Patching;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Verbs;

/// <summary>Reads the three kinds of patches and applies them to documents of a type.</summary>
public static class Patcher
{
    /// <summary>The function that makes the patched document of the present one.</summary>
    /// <exception cref="ApiError">415: not a patch that is served here.</exception>
    /// <exception cref="ApiDataException">The body is not such a patch.</exception>
    public static Updater.Change Read(RequestContext context, ApiType type)
    {
        var patch = Patch.Parse(Kind(context.Request), context.Request.Body.Span);
        var mode = context.FieldValidation();
        return old =>
        {
            var patched = patch.Apply(ApiSchema.Default, old, type, mode);
            context.Warnings.AddRange(patched.Warnings);
            return patched.Document;
        };
    }

    private static PatchKind Kind(ApiRequest request) => MediaClause.Parse(request.Header("Content-Type") ?? "").Type switch
    {
        MediaTypes.StrategicMergePatch => PatchKind.Strategic,
        MediaTypes.MergePatch => PatchKind.Merge,
        MediaTypes.JsonPatch => PatchKind.Json,
        _ => throw StatusErrors.UnsupportedPatchType(),
    };
}
