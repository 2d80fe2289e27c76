using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.OpenApi;

/// <summary>The OpenAPI v3 (and a small v2) description, generated from the table and kept as bytes.</summary>
public sealed class OpenApiDocuments(ApiSchema schema)
{
    public ApiSchema Schema { get; } = schema;

    /// <summary>The body of <c>/openapi/v3</c>.</summary>
    public byte[] Root() => throw new NotImplementedException();

    /// <summary>The body of <c>/openapi/v3/{path}</c> (<c>api/v1</c>, <c>apis/apps/v1</c>); null when it is not served.</summary>
    public byte[]? GroupVersion(string path) => throw new NotImplementedException();

    /// <summary>The body of <c>/openapi/v2</c> as JSON.</summary>
    public byte[] V2() => throw new NotImplementedException();

    /// <summary>The hash in the immutable address of a group version, also its ETag.</summary>
    public string? Hash(string path) => throw new NotImplementedException();
}
