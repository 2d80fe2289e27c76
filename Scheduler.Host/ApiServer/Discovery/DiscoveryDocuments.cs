using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Discovery;

/// <summary>
/// What clients read first: which groups, versions and resources are served. Made once from the schema table, in the aggregated form (two
/// documents) and in the old one (a document per group version); all are constant, so they carry an ETag.
/// </summary>
public sealed class DiscoveryDocuments
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private readonly Dictionary<string, byte[]> plain = [];
    private readonly Dictionary<string, (byte[] Body, string ETag)> aggregated = [];

    public DiscoveryDocuments(ApiSchema schema, string serverAddress)
    {
        var groups = schema.Resources.GroupBy(resource => resource.Group).ToList();
        foreach (var group in groups)
            foreach (var version in group.GroupBy(resource => resource.Version))
                plain[VersionPath(group.Key, version.Key)] = Utf8(ResourceList(version));
        foreach (var group in groups.Where(group => group.Key.Length > 0))
            plain[$"/apis/{group.Key}"] = Utf8(Group(group, alone: true));

        plain["/api"] = Utf8(new JsonObject
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = serverAddress }),
        });
        plain["/apis"] = Utf8(new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. groups.Where(group => group.Key.Length > 0).Select(group => Group(group, alone: false))]),
        });
        AddAggregated("/api", groups.Where(group => group.Key.Length == 0));
        AddAggregated("/apis", groups.Where(group => group.Key.Length > 0));
    }

    /// <summary>The document at a path, or null when the path is none of discovery's.</summary>
    public ApiResponse? Find(ApiRequest request)
    {
        var path = request.Path.TrimEnd('/');
        if (aggregated.TryGetValue(path, out var document) && WantsAggregated(request.Header("Accept")))
            return Constant(request, document.Body, document.ETag, Aggregated);
        if (!plain.TryGetValue(path, out var body)) return null;
        return new ApiResponse { Status = 200, ContentType = MediaTypes.Json, Body = body }.With("Cache-Control", "no-cache, private");
    }

    public bool Serves(string group, string version) => plain.ContainsKey(VersionPath(group, version));

    /// <summary>A document that may be cached: 304 when the client has this very one.</summary>
    public static ApiResponse Constant(ApiRequest request, ReadOnlyMemory<byte> body, string etag, string contentType, string caching = "public")
    {
        var known = request.Header("If-None-Match") == etag;
        var response = known
            ? new ApiResponse { Status = 304 }
            : new ApiResponse { Status = 200, ContentType = contentType, Body = body };
        return response.With("Cache-Control", caching).With("Etag", etag).With("Vary", "Accept");
    }

    public static string ETagOf(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";

    private void AddAggregated(string path, IEnumerable<IGrouping<string, ApiResource>> groups)
    {
        var body = Utf8(new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups.Select(AggregatedGroup)]),
        });
        aggregated[path] = (body, ETagOf(body));
    }

    private static bool WantsAggregated(string? accept)
    {
        foreach (var clause in MediaClause.ParseAccept(accept))
        {
            if (clause.Type != MediaTypes.Json) continue;
            var shown = clause.Parameter("as");
            if (string.IsNullOrEmpty(shown)) return false;
            if (shown == "APIGroupDiscoveryList" && clause.Parameter("g") == "apidiscovery.k8s.io" && clause.Parameter("v") == "v2") return true;
        }
        return false;
    }

    private static JsonNode AggregatedGroup(IGrouping<string, ApiResource> group)
    {
        var metadata = new JsonObject();
        if (group.Key.Length > 0) metadata["name"] = group.Key;
        var versions = group.GroupBy(resource => resource.Version).Select(version => (JsonNode)new JsonObject
        {
            ["version"] = version.Key,
            ["resources"] = new JsonArray([.. version.OrderBy(resource => resource.Name, StringComparer.Ordinal).Select(AggregatedResource)]),
            ["freshness"] = "Current",
        });
        return new JsonObject { ["metadata"] = metadata, ["versions"] = new JsonArray([.. versions]) };
    }

    private static JsonNode AggregatedResource(ApiResource resource)
    {
        var node = new JsonObject
        {
            ["resource"] = resource.Name,
            ["responseKind"] = ResponseKind("", "", resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = Strings(resource.Verbs),
        };
        if (resource.ShortNames.Count > 0) node["shortNames"] = Strings(resource.ShortNames);
        if (resource.Categories.Count > 0) node["categories"] = Strings(resource.Categories);
        if (resource.Subresources.Count > 0)
            node["subresources"] = new JsonArray([.. resource.Subresources.Select(subresource => (JsonNode)new JsonObject
            {
                ["subresource"] = subresource.Name,
                ["responseKind"] = ResponseKind(subresource.Group, subresource.Version, subresource.Kind),
                ["verbs"] = Strings(subresource.Verbs),
            })]);
        return node;
    }

    private static JsonObject ResponseKind(string group, string version, string kind) =>
        new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonNode Group(IGrouping<string, ApiResource> group, bool alone)
    {
        var versions = group.Select(resource => resource.Version).Distinct()
            .Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }).ToList();
        var node = new JsonObject();
        if (alone)
        {
            node["kind"] = "APIGroup";
            node["apiVersion"] = "v1";
        }
        node["name"] = group.Key;
        node["versions"] = new JsonArray([.. versions]);
        node["preferredVersion"] = versions[0].DeepClone();
        return node;
    }

    private static JsonObject ResourceList(IEnumerable<ApiResource> resources)
    {
        var all = resources.ToList();
        var list = new JsonArray();
        foreach (var resource in all.OrderBy(resource => resource.Name, StringComparer.Ordinal))
        {
            list.Add((JsonNode)LegacyResource(resource));
            foreach (var subresource in resource.Subresources) list.Add((JsonNode)LegacySubresource(resource, subresource));
        }
        var document = new JsonObject { ["kind"] = "APIResourceList" };
        if (all[0].Group.Length > 0) document["apiVersion"] = "v1";
        document["groupVersion"] = all[0].ApiVersion;
        document["resources"] = list;
        return document;
    }

    private static JsonObject LegacyResource(ApiResource resource)
    {
        var node = new JsonObject
        {
            ["name"] = resource.Name,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Strings(resource.Verbs),
        };
        if (resource.ShortNames.Count > 0) node["shortNames"] = Strings(resource.ShortNames);
        if (resource.Categories.Count > 0) node["categories"] = Strings(resource.Categories);
        if (resource.Can("watch")) node["storageVersionHash"] = StorageVersionHash(resource);
        return node;
    }

    private static JsonObject LegacySubresource(ApiResource resource, ApiSubresource subresource)
    {
        var node = new JsonObject { ["name"] = $"{resource.Name}/{subresource.Name}", ["singularName"] = "", ["namespaced"] = resource.Namespaced };
        if (subresource.Group.Length > 0) node["group"] = subresource.Group;
        if (subresource.Version.Length > 0) node["version"] = subresource.Version;
        node["kind"] = subresource.Kind;
        node["verbs"] = Strings(subresource.Verbs);
        return node;
    }

    /// <summary>Changes when the version that objects are stored in does.</summary>
    private static string StorageVersionHash(ApiResource resource)
    {
        var text = Encoding.UTF8.GetBytes($"{resource.Group}/{resource.Version}/{resource.Kind}");
        return Convert.ToBase64String(SHA256.HashData(text).AsSpan(0, 8));
    }

    private static string VersionPath(string group, string version) => group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString() + "\n");
}
