namespace Scheduler.Host.ApiServer.Schema;

/// <summary>A served resource: what discovery says of it, its type and its printed columns.</summary>
public sealed class ApiResource
{
    /// <summary>Empty for core.</summary>
    public required string Group { get; init; }

    public required string Version { get; init; }

    /// <summary>The plural, as in paths.</summary>
    public required string Name { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    public required bool Namespaced { get; init; }

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<ApiSubresource> Subresources { get; init; } = [];

    public IReadOnlyList<ApiColumn> Columns { get; init; } = [];

    public required ApiType Type { get; init; }

    /// <summary><c>v1</c> or <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public GroupVersionKind GroupVersionKind => new(Group, Version, Kind);

    /// <summary>The name in messages: <c>pods</c> or <c>deployments.apps</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Name : $"{Name}.{Group}";

    /// <summary>The kind in messages: <c>Pod</c> or <c>Deployment.apps</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public bool Can(string verb) => Verbs.Contains(verb);

    public ApiSubresource? Subresource(string name) => Subresources.FirstOrDefault(s => s.Name == name);

    public override string ToString() => $"{ApiVersion} {Name}";
}

/// <summary>A subresource; group and version are those of the body when they differ from the resource's, else empty.</summary>
public sealed record ApiSubresource(string Name, string Kind, string Group, string Version, IReadOnlyList<string> Verbs);

/// <summary>A column of the printed table; priority 1 shows with <c>-o wide</c>.</summary>
public sealed record ApiColumn(string Name, string Type, string Format, int Priority);
