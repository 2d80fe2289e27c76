using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Reads Kubernetes objects from JSON: the one reader for files, watches, golden cases and the bundled API server.</summary>
/// <remarks>
/// Unknown fields are passed over, null counts as absent, and of a repeated field the last one counts. A wrong type or value is a
/// <see cref="ReadException"/> that names the object and the field. Objects share equal parts, so nobody may change an array in one. Not
/// thread-safe, like its intern table.
/// </remarks>
public sealed class KubeReader(InternTable intern)
{
    /// <summary>Makes a reader with an intern table of its own.</summary>
    public KubeReader() : this(new InternTable())
    {
    }

    /// <summary>Reads one object whose kind is known; its <c>apiVersion</c> and <c>kind</c> are not looked at.</summary>
    /// <param name="json">The object's text.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <returns>The record of that kind.</returns>
    /// <exception cref="ReadException">The text is no JSON, or something in it is wrong.</exception>
    public IKubeObject Read(ReadOnlySpan<byte> json, KubeKind kind, string source = "")
    {
        DocumentText origin = new(source);
        ObjectReader reader = new(json, origin, intern);
        try
        {
            return reader.Single(kind);
        }
        catch (JsonException e)
        {
            throw origin.Broken(json, reader.ObjectStart, e, kind);
        }
    }

    /// <summary>Reads objects, <c>List</c>s, and typed lists such as <c>PodList</c>; several may follow each other. Each must say what it is and have a name.</summary>
    /// <param name="json">The text.</param>
    /// <param name="into">Where the objects go.</param>
    /// <param name="source">Where the text comes from, for messages.</param>
    /// <exception cref="ReadException">The text is no JSON, something in it is wrong, or an object appears twice.</exception>
    public void ReadAny(ReadOnlySpan<byte> json, ClusterObjects into, string source = "") => ReadAny(json, into, new DocumentText(source));

    internal void ReadAny(ReadOnlySpan<byte> json, ClusterObjects into, DocumentText origin)
    {
        ObjectReader reader = new(json, origin, intern);
        try
        {
            reader.All(into);
        }
        catch (JsonException e)
        {
            throw origin.Broken(json, reader.ObjectStart, e, reader.Kind);
        }
    }
}
