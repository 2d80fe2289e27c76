using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Discovery;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Health;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Routing;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer;

/// <summary>The paths that are no resources: discovery, OpenAPI, health, version, metrics.</summary>
public sealed partial class KubeApiServer
{
    private const string OpenApiV2Protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private ApiResponse Other(ApiRequest request, RequestInfo info)
    {
        if (discovery.Find(request) is { } document) return ReadOnly(info, document);
        if (health.Find(request) is { } state) return ReadOnly(info, state);
        var path = request.Path.TrimEnd('/');
        var known = path switch
        {
            "" => Json(Paths()),
            "/version" => Json(VersionDocument.Of(Options)),
            "/metrics" => new ApiResponse { Status = 200, ContentType = "text/plain; version=0.0.4; charset=utf-8", Body = Encoding.UTF8.GetBytes(metrics.Text()) },
            "/openapi/v2" => OpenApiV2(request),
            "/openapi/v3" => OpenApiRoot(request),
            "/.well-known/openid-configuration" => Json(services.Tokens.Configuration()),
            "/openid/v1/jwks" => Json(services.Tokens.KeySet()),
            _ when path.StartsWith("/openapi/v3/", StringComparison.Ordinal) => OpenApiGroup(request, path["/openapi/v3/".Length..]),
            _ => null,
        };
        return known is null ? ApiResponse.Text(404, "404 page not found\n") : ReadOnly(info, known);
    }

    private static ApiResponse ReadOnly(RequestInfo info, ApiResponse response)
    {
        if (info.Verb is "get" or "head") return response;
        throw StatusErrors.MethodNotAllowed();
    }

    private static ApiResponse Json(JsonObject document) =>
        new ApiResponse { Status = 200, ContentType = MediaTypes.Json, Body = DocumentReader.Write(document) }.With("Cache-Control", "no-cache, private");

    private ApiResponse OpenApiRoot(ApiRequest request)
    {
        var body = openApi.Root();
        return DiscoveryDocuments.Constant(request, body, DiscoveryDocuments.ETagOf(body), "text/plain; charset=utf-8", "no-cache, private");
    }

    private ApiResponse? OpenApiGroup(ApiRequest request, string path)
    {
        if (openApi.GroupVersion(path) is not { } body) return null;
        return DiscoveryDocuments.Constant(request, body, $"\"{openApi.Hash(path)}\"", MediaTypes.Json, "public, immutable");
    }

    /// <summary>The old description has only a JSON form here; clients that insist on protobuf fall back on version 3.</summary>
    private ApiResponse OpenApiV2(ApiRequest request)
    {
        var wantsProtobuf = MediaClause.ParseAccept(request.Header("Accept")).Any(clause => clause.Type == OpenApiV2Protobuf);
        var takesJson = MediaClause.ParseAccept(request.Header("Accept")).Any(clause => clause.Type is MediaTypes.Json or "*/*" or "application/*");
        if (wantsProtobuf && !takesJson) throw StatusErrors.NotAcceptable();
        var body = openApi.V2();
        return DiscoveryDocuments.Constant(request, body, DiscoveryDocuments.ETagOf(body), MediaTypes.Json, "no-cache, private");
    }

    private JsonObject Paths()
    {
        var versions = ApiSchema.Default.Resources.Select(resource => resource.Group.Length == 0 ? "/api/v1" : $"/apis/{resource.ApiVersion}").Distinct();
        string[] others = ["/api", "/apis", "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];
        return new JsonObject { ["paths"] = new JsonArray([.. versions.Concat(others).Order(StringComparer.Ordinal).Select(path => (JsonNode)path)]) };
    }
}
