using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Storage;

/// <summary>
/// A resource as a path serves it, and how its objects are kept. Two served resources may share their storage (events of the core group and of
/// events.k8s.io; both versions of the autoscaler): objects are stored in one version and translated on the way in and out.
/// </summary>
public sealed class ServedResource
{
    private readonly byte[] storedHead;
    private readonly byte[] itemHead;

    public ServedResource(ApiResource api, ApiResource? stored = null, Func<JsonObject, JsonObject>? toStored = null, Func<JsonObject, JsonObject>? fromStored = null)
    {
        Api = api;
        Stored = stored ?? api;
        ToStored = toStored;
        FromStored = fromStored;
        Folder = $"/registry/{api.Name}/";
        storedHead = Encoding.UTF8.GetBytes($$"""{"kind":"{{Stored.Kind}}","apiVersion":"{{Stored.ApiVersion}}","metadata":{""");
        itemHead = """{"metadata":{"""u8.ToArray();
        HasStatus = api.Subresource("status") is not null;
    }

    public ApiResource Api { get; }

    /// <summary>The version that objects are kept in.</summary>
    public ApiResource Stored { get; }

    public Func<JsonObject, JsonObject>? ToStored { get; }
    public Func<JsonObject, JsonObject>? FromStored { get; }

    /// <summary>The folder of all its keys, with a slash at the end.</summary>
    public string Folder { get; }

    /// <summary>There is a status subresource: status and the rest are written apart.</summary>
    public bool HasStatus { get; }

    /// <summary>Bodies can be handed out as they are stored, with nothing but the resource version put in.</summary>
    public bool IsPlain => FromStored is null;

    public string Group => Api.Group;
    public string Name => Api.Name;
    public string Kind => Api.Kind;
    public bool Namespaced => Api.Namespaced;
    public string ListKind => Api.Kind + "List";

    /// <summary>The folder of one namespace, or of everything.</summary>
    public string Range(string? ns) => string.IsNullOrEmpty(ns) ? Folder : $"{Folder}{ns}/";

    public string Key(string? ns, string name) => Namespaced ? $"{Folder}{ns}/{name}" : Folder + name;

    /// <summary><c>{"kind":…,"apiVersion":…,"metadata":{</c>: how every stored value begins.</summary>
    public ReadOnlySpan<byte> StoredHead => storedHead;

    /// <summary><c>{"metadata":{</c>: how an item of a list begins.</summary>
    public ReadOnlySpan<byte> ItemHead => itemHead;

    public override string ToString() => Api.ToString();
}
