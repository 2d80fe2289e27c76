using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client;

/// <summary>What an <see cref="Informer"/> tells.</summary>
public enum ChangeKind
{
    /// <summary>The object came or changed.</summary>
    Set,

    /// <summary>The object went; the change shows it as it was last seen.</summary>
    Deleted,

    /// <summary>All that was there has been told. Said after every list; there is no object.</summary>
    Synced,
}

/// <summary>Something that happened to an object.</summary>
public sealed class Change(ChangeKind kind, ApiResource resource, string key, long version, byte[] json)
{
    private JsonObject? document;

    public ChangeKind Kind => kind;

    public ApiResource Resource => resource;

    /// <summary><c>namespace/name</c>, or the name alone.</summary>
    public string Key => key;

    /// <summary>The object's resource version.</summary>
    public long Version => version;

    public byte[] Json => json;

    /// <summary>The object, with its kind; parsed when first asked for, on the thread that asks. Shared: nobody may change it.</summary>
    public JsonObject Document => document ??= Parse();

    private JsonObject Parse()
    {
        var parsed = JsonNode.Parse(json)!.AsObject();
        parsed["apiVersion"] = resource.ApiVersion;
        parsed["kind"] = resource.Kind;
        return parsed;
    }
}
