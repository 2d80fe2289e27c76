using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>One field of a type: its JSON name, what it holds, how it is patched and where it sits in protobuf.</summary>
public sealed class ApiField
{
    public required string Name { get; init; }

    public required FieldKind Kind { get; init; }

    public required FieldShape Shape { get; init; }

    public required ZeroRule Zero { get; init; }

    /// <summary>The type of the values when <see cref="Kind"/> is <see cref="FieldKind.Message"/> or one of the special types; null for scalars.</summary>
    public ApiType? Type { get; internal set; }

    /// <summary>The type as the table writes it (<c>[]io.k8s.api.core.v1.Container</c>).</summary>
    public required string Declared { get; init; }

    public bool Required { get; internal set; }

    /// <summary>Strategic merge patch merges this list by key, or this set by value.</summary>
    public bool PatchMerges { get; init; }

    /// <summary>The patch names the keys to keep in this object (<c>retainKeys</c>).</summary>
    public bool PatchRetainsKeys { get; init; }

    /// <summary>The patch strategy as documents write it (<c>merge</c>, <c>merge,retainKeys</c>); null when there is none.</summary>
    public string? PatchStrategy { get; init; }

    /// <summary>The key that identifies an element of a merged list; null for sets of scalars.</summary>
    public string? PatchMergeKey { get; init; }

    public ListKind ListKind { get; init; }

    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary>The values are replaced as a whole in server-side apply.</summary>
    public string? MapType { get; init; }

    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>The default that the table states, if any. Defaults that depend on other fields are in <c>Validation/Defaulting</c>.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The protobuf field number inside its (possibly embedded) message; 0 when the field has no protobuf form.</summary>
    public int Number { get; init; }

    /// <summary>The field numbers of the embedded messages around this field, outermost first.</summary>
    public IReadOnlyList<int> InlinePath { get; init; } = [];

    /// <summary>The place among the fields of its type.</summary>
    public int Index { get; internal set; }

    /// <summary>Fields sort as the reference server writes them: by the number of the outermost message field.</summary>
    internal int Order => InlinePath.Count > 0 ? InlinePath[0] : Number;

    public override string ToString() => $"{Name}: {Declared}";
}
