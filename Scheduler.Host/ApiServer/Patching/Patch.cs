using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

public enum PatchKind : byte
{
    /// <summary><c>application/json-patch+json</c>, RFC 6902.</summary>
    Json,

    /// <summary><c>application/merge-patch+json</c>, RFC 7386.</summary>
    Merge,

    /// <summary><c>application/strategic-merge-patch+json</c>.</summary>
    Strategic,
}

/// <summary>A parsed patch. It can be applied again and again (a conflict retries it on the newer object) and never changes what it is applied to.</summary>
public sealed class Patch
{
    private Patch()
    {
    }

    /// <exception cref="ApiDataException">The body is not a patch of this kind.</exception>
    public static Patch Parse(PatchKind kind, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    /// <summary>The patched document in the server's own form. Metadata that clients cannot change is the caller's concern.</summary>
    /// <exception cref="ApiDataException">The patch does not fit the document, or the outcome is not of the type.</exception>
    public DecodedDocument Apply(ApiSchema schema, JsonObject current, ApiType type, FieldValidationMode mode) => throw new NotImplementedException();
}
