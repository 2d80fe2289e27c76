using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.OpenApi;

/// <summary>
/// The OpenAPI v3 (and a small v2) description, generated from the table and kept as bytes. A document is made when it is first asked for:
/// clients ask for the group versions that they touch.
/// </summary>
public sealed class OpenApiDocuments
{
    private readonly ApiSchema _schema;
    private readonly Dictionary<string, ApiResource[]> _groups;
    private readonly ConcurrentDictionary<string, byte[]> _made = new();

    public OpenApiDocuments(ApiSchema schema)
    {
        _schema = schema;
        _groups = schema.Resources.GroupBy(PathOf).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>The paths of the group versions: <c>api/v1</c>, <c>apis/apps/v1</c>, ….</summary>
    public IEnumerable<string> Paths => _groups.Keys;

    /// <summary>The body of <c>/openapi/v3</c>.</summary>
    public byte[] Root() => _made.GetOrAdd("", _ => JsonText.Make(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("paths");
        foreach (string path in _groups.Keys.Order(StringComparer.Ordinal))
        {
            json.WriteStartObject(path);
            json.WriteString("serverRelativeURL", $"/openapi/v3/{path}?hash={Hash(path)}");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }));

    /// <summary>The body of <c>/openapi/v3/{path}</c>; null when it is not served.</summary>
    public byte[]? GroupVersion(string path) =>
        _groups.TryGetValue(path, out ApiResource[]? resources) ? _made.GetOrAdd(path, _ => Make(path, resources)) : null;

    /// <summary>The body of <c>/openapi/v2</c> as JSON: every type, and the paths that tell their kinds.</summary>
    public byte[] V2() => _made.GetOrAdd("v2", _ => JsonText.Make(json =>
    {
        json.WriteStartObject();
        json.WriteString("swagger", "2.0");
        WriteInfo(json);
        json.WriteStartObject("paths");
        foreach (ApiResource resource in _schema.Resources)
            new PathWriter(json, isV2: true).Write(resource, PathOf(resource));
        json.WriteEndObject();
        json.WriteStartObject("definitions");
        var types = new TypeWriter(json, "#/definitions/", wrapReferences: false);
        foreach (ApiType type in _schema.Types.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
            types.Write(type);
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    /// <summary>The hash in the immutable address of a group version, also its ETag; null when the path is not served. It differs between builds.</summary>
    public string? Hash(string path)
    {
        if (!_groups.ContainsKey(path))
            return null;
        string identity = $"{_schema.KubernetesVersion} {typeof(OpenApiDocuments).Module.ModuleVersionId} {path}";
        return Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(identity)));
    }

    private byte[] Make(string path, ApiResource[] resources) => JsonText.Make(json =>
    {
        json.WriteStartObject();
        json.WriteString("openapi", "3.0.0");
        WriteInfo(json);
        json.WriteStartObject("paths");
        foreach (ApiResource resource in resources)
            new PathWriter(json, isV2: false).Write(resource, path);
        json.WriteEndObject();
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        var types = new TypeWriter(json, "#/components/schemas/", wrapReferences: true);
        foreach (ApiType type in Reachable(resources))
            types.Write(type);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private void WriteInfo(Utf8JsonWriter json)
    {
        json.WriteStartObject("info");
        json.WriteString("title", "Kubernetes");
        json.WriteString("version", string.Join('.', _schema.KubernetesVersion.TrimStart('v').Split('.').Take(2)));
        json.WriteEndObject();
    }

    /// <summary>The types of the resources, their lists and bodies of subresources, and everything inside those.</summary>
    private IEnumerable<ApiType> Reachable(ApiResource[] resources)
    {
        var found = new Dictionary<string, ApiType>();
        var open = new Stack<ApiType>(resources.Select(r => r.Type));
        foreach (ApiResource resource in resources)
        {
            if (_schema.TryFindType(resource.ApiVersion, resource.Kind + "List", out ApiType? list))
                open.Push(list);
            foreach (ApiSubresource sub in resource.Subresources)
            {
                string apiVersion = sub.Version.Length == 0 ? resource.ApiVersion : new GroupVersionKind(sub.Group, sub.Version, sub.Kind).ApiVersion;
                if (_schema.TryFindType(apiVersion, sub.Kind, out ApiType? body))
                    open.Push(body);
            }
        }

        foreach (string name in (ReadOnlySpan<string>)["DeleteOptions", "Status"])
        {
            if (_schema.TryFindType("v1", name, out ApiType? type))
                open.Push(type);
        }

        while (open.TryPop(out ApiType? type))
        {
            if (!found.TryAdd(type.Name, type))
                continue;
            foreach (ApiField field in type.Fields)
            {
                if (field.Type is not null)
                    open.Push(field.Type);
            }
        }

        return found.Values.OrderBy(t => t.Name, StringComparer.Ordinal);
    }

    private static string PathOf(ApiResource resource) =>
        resource.Group.Length == 0 ? $"api/{resource.Version}" : $"apis/{resource.Group}/{resource.Version}";
}
