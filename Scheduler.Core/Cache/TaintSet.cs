using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>Interns lists of taints: a question about taints is asked once for all nodes that carry the same list. Id 0 is the empty list.</summary>
public sealed class TaintSetTable
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<Taint[]> sets = [[]];

    /// <summary>Number of distinct lists; ids are below it.</summary>
    public int Count => sets.Count;

    public Taint[] this[int id] => sets[id];

    internal int Intern(Taint[] taints)
    {
        if (taints.Length == 0) return 0;
        string key = string.Join('\n', taints.Select(taint => $"{taint.Key}={taint.Value}:{taint.Effect}"));
        if (ids.TryGetValue(key, out int id)) return id;
        id = sets.Count;
        ids.Add(key, id);
        sets.Add(taints);
        return id;
    }
}
