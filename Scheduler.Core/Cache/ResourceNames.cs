namespace Scheduler.Core.Cache;

/// <summary>Numbers for resource names: cpu 0, memory 1, ephemeral-storage 2, then scalar resources as they turn up. Names that the scheduler ignores have none.</summary>
/// <remarks>Which names are scalar, which of them extended: docs/semantics.md 1.2. The pods resource has a column of its own.</remarks>
public sealed class ResourceNames
{
    public const int Cpu = 0;
    public const int Memory = 1;
    public const int EphemeralStorage = 2;

    /// <summary>The first id of a scalar resource.</summary>
    public const int FirstScalar = 3;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal) { ["cpu"] = Cpu, ["memory"] = Memory, ["ephemeral-storage"] = EphemeralStorage };
    private readonly List<string> names = ["cpu", "memory", "ephemeral-storage"];
    private readonly List<bool> extended = [false, false, false];

    /// <summary>Number of names seen.</summary>
    public int Count => names.Count;

    public string this[int id] => names[id];

    /// <summary>The id of a name, or -1 for a name that the scheduler ignores (and for <c>pods</c>).</summary>
    public int IdOf(string name)
    {
        if (ids.TryGetValue(name, out int id)) return id;
        if (!IsScalarName(name)) return -1;
        id = names.Count;
        ids.Add(name, id);
        names.Add(name);
        extended.Add(IsExtendedName(name));
        return id;
    }

    /// <summary>True for extended resources (docs/semantics.md 1.2).</summary>
    public bool IsExtended(int id) => extended[id];

    /// <summary>The amount in the unit of the resource: milli for cpu, whole units for the rest; rounded up.</summary>
    public static long Amount(int id, Objects.Quantity quantity) => id == Cpu ? quantity.MilliValue : quantity.Value;

    /// <summary>A name that is counted although it is none of the three fixed ones.</summary>
    public static bool IsScalarName(string name) =>
        IsExtendedName(name)
        || name.StartsWith("hugepages-", StringComparison.Ordinal)
        || name.Contains("kubernetes.io/", StringComparison.Ordinal)
        || name.StartsWith("attachable-volumes-", StringComparison.Ordinal);

    /// <summary>A name with a domain that is not Kubernetes' own.</summary>
    public static bool IsExtendedName(string name) =>
        name.Contains('/')
        && !name.Contains("kubernetes.io/", StringComparison.Ordinal)
        && !name.StartsWith("requests.", StringComparison.Ordinal)
        && LabelSyntax.IsQualifiedName("requests." + name);
}
