using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>The Kubernetes API v1.36 as a table: every served resource and every type, read once and then frozen.</summary>
public sealed class ApiSchema
{
    private static readonly Lazy<ApiSchema> Shared = new(LoadEmbedded);

    private readonly FrozenDictionary<(string Group, string Version, string Name), ApiResource> _byPath;
    private readonly FrozenDictionary<(string ApiVersion, string Kind), ApiResource> _byKind;
    private readonly FrozenDictionary<(string ApiVersion, string Kind), ApiType> _typeByKind;

    internal ApiSchema(string kubernetesVersion, IReadOnlyList<ApiResource> resources, FrozenDictionary<string, ApiType> types)
    {
        KubernetesVersion = kubernetesVersion;
        Resources = resources;
        Types = types;
        _byPath = resources.ToFrozenDictionary(r => (r.Group, r.Version, r.Name));
        _byKind = resources.ToFrozenDictionary(r => (r.ApiVersion, r.Kind));
        _typeByKind = types.Values
            .SelectMany(t => t.Kinds.Select(k => (Key: (k.ApiVersion, k.Kind), Type: t)))
            .ToFrozenDictionary(p => p.Key, p => p.Type);
    }

    /// <summary>The table that is embedded in this assembly.</summary>
    public static ApiSchema Default => Shared.Value;

    public string KubernetesVersion { get; }

    public IReadOnlyList<ApiResource> Resources { get; }

    /// <summary>By OpenAPI name.</summary>
    public FrozenDictionary<string, ApiType> Types { get; }

    public bool TryFindResource(string group, string version, string plural, [NotNullWhen(true)] out ApiResource? resource) =>
        _byPath.TryGetValue((group, version, plural), out resource);

    public bool TryFindKind(string apiVersion, string kind, [NotNullWhen(true)] out ApiResource? resource) =>
        _byKind.TryGetValue((apiVersion, kind), out resource);

    /// <summary>The type of a document. The options and envelopes of meta/v1 are known under every group version, as clients send them so.</summary>
    public bool TryFindType(string apiVersion, string kind, [NotNullWhen(true)] out ApiType? type)
    {
        if (_typeByKind.TryGetValue((apiVersion, kind), out type))
            return true;
        if (MetaKinds.NameOf(kind) is { } name && Types.TryGetValue(name, out type))
            return true;
        type = null;
        return false;
    }

    /// <summary>The type with this OpenAPI name.</summary>
    /// <exception cref="KeyNotFoundException">The table has no such type.</exception>
    public ApiType Type(string name) => Types[name];

    private static ApiSchema LoadEmbedded()
    {
        using Stream packed = typeof(ApiSchema).Assembly.GetManifestResourceStream("ApiServer.Schema.json.gz")
            ?? throw new InvalidOperationException("The API table is not embedded in this assembly.");
        using var json = new GZipStream(packed, CompressionMode.Decompress);
        using JsonDocument table = JsonDocument.Parse(json);
        return ApiSchemaReader.Read(table.RootElement);
    }
}
