using System.Text.Json.Nodes;
using Scheduler.Core.Objects;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Client;

/// <summary>What an <see cref="Informer"/> tells.</summary>
public enum ChangeKind
{
    /// <summary>The object came or changed.</summary>
    Set,

    /// <summary>The object went; the change shows it as it was last told.</summary>
    Deleted,

    /// <summary>All that was there has been told. Said after every list; there is no object.</summary>
    Synced,
}

/// <summary>Something that happened to an object.</summary>
/// <param name="kind">What happened.</param>
/// <param name="resource">To an object of which resource.</param>
/// <param name="key"><c>namespace/name</c>, or the name alone.</param>
/// <param name="version">The resource version by which it is known to have happened.</param>
/// <param name="json">The object's text, without its managed fields; empty where it has been decoded.</param>
/// <param name="value">The record that it was decoded into; null where the informer has no decoder.</param>
public sealed class Change(ChangeKind kind, ApiResource resource, string key, long version, byte[] json, IKubeObject? value = null)
{
    private byte[] text = json;
    private JsonObject? document;

    public ChangeKind Kind => kind;

    public ApiResource Resource => resource;

    public string Key => key;

    public long Version => version;

    /// <summary>Empty once <see cref="Document"/> was asked for: an object is held in one form.</summary>
    public byte[] Json => Volatile.Read(ref text);

    public IKubeObject? Value => value;

    /// <summary>The object, with its kind; parsed when first asked for, on the thread that asks. Shared: nobody may change it.</summary>
    public JsonObject Document
    {
        get
        {
            if (document is not null) return document;
            Volatile.Write(ref document, Parse());
            Volatile.Write(ref text, []);
            return document;
        }
    }

    /// <summary>That the object of this change went.</summary>
    internal Change Gone(long at)
    {
        var kept = Json; // Before the document: who empties one has set the other.
        return new(ChangeKind.Deleted, resource, key, at, kept, value) { document = Volatile.Read(ref document) };
    }

    private JsonObject Parse()
    {
        var parsed = JsonNode.Parse(Json)!.AsObject();
        parsed["apiVersion"] = resource.ApiVersion;
        parsed["kind"] = resource.Kind;
        return parsed;
    }
}
