using System.Collections.Frozen;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>Group, version and kind of a top-level type.</summary>
public readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>A type of the API: either an object with fields or one of the special scalars (quantity, time, …).</summary>
public sealed class ApiType
{
    /// <summary>The OpenAPI name (<c>io.k8s.api.core.v1.Pod</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The full protobuf message name.</summary>
    public required string ProtoName { get; init; }

    /// <summary><see cref="FieldKind.Message"/> for objects with fields, the special kind otherwise.</summary>
    public required FieldKind Kind { get; init; }

    public IReadOnlyList<GroupVersionKind> Kinds { get; init; } = [];

    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The object is replaced as a whole in server-side apply.</summary>
    public bool Atomic { get; init; }

    /// <summary>The fields in the order in which documents are written.</summary>
    public IReadOnlyList<ApiField> Fields { get; internal set; } = [];

    /// <summary>The fields by JSON name.</summary>
    public FrozenDictionary<string, ApiField> ByName { get; internal set; } = FrozenDictionary<string, ApiField>.Empty;

    /// <summary>The last part of the name: <c>PodSpec</c>.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Package and name as error texts show them: <c>v1.PodSpec</c>.</summary>
    public string GoName
    {
        get
        {
            int last = Name.LastIndexOf('.');
            int before = Name.LastIndexOf('.', last - 1);
            return Name[(before + 1)..];
        }
    }

    /// <summary>A top-level object or list: it has apiVersion and kind.</summary>
    public bool IsTopLevel => Kinds.Count > 0;

    /// <summary>The protobuf plan of this message, made by the codec on first use.</summary>
    internal object? WirePlan { get; set; }

    public override string ToString() => Name;
}
