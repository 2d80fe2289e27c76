using System.Text;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Cache;

/// <summary>The tolerations of a pod (docs/semantics.md 1.7). Interned: pods with equal ones share one instance, so answers can be kept per <see cref="Id"/>.</summary>
/// <remarks>
/// <c>comparison</c> is the feature gate TaintTolerationComparisonOperators: whether the operators Lt and Gt mean anything.
/// How long a taint is tolerated does not matter here, and is no part of the identity.
/// </remarks>
public sealed class TolerationSet
{
    private readonly Toleration[] tolerations;

    internal TolerationSet(int id, Toleration[] tolerations)
    {
        Id = id;
        this.tolerations = tolerations;
    }

    /// <summary>Number within the cluster; 0 is no tolerations.</summary>
    public int Id { get; }

    public ReadOnlySpan<Toleration> All => tolerations;

    /// <summary>True where some toleration tolerates the taint.</summary>
    public bool Tolerates(Taint taint, bool comparison)
    {
        foreach (Toleration toleration in tolerations)
            if (Tolerates(toleration, taint, comparison)) return true;
        return false;
    }

    /// <summary>True where no NoSchedule or NoExecute taint is left untolerated: the pod may be scheduled here.</summary>
    public bool ToleratesScheduling(Taint[] taints, bool comparison)
    {
        foreach (Taint taint in taints)
            if (taint.Effect is "NoSchedule" or "NoExecute" && !Tolerates(taint, comparison)) return false;
        return true;
    }

    /// <summary>Number of PreferNoSchedule taints that no toleration for just that effect, or for all effects, tolerates; duplicates count.</summary>
    public int CountIntolerablePreferences(Taint[] taints, bool comparison)
    {
        int count = 0;
        foreach (Taint taint in taints)
            if (taint.Effect == "PreferNoSchedule" && !Tolerates(taint, comparison)) count++;
        return count;
    }

    /// <summary>True where the toleration tolerates the taint.</summary>
    public static bool Tolerates(Toleration toleration, Taint taint, bool comparison)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            "" or "Equal" => toleration.Value == taint.Value,
            "Exists" => true,
            "Lt" => comparison && AreNumbers(toleration, taint, out long limit, out long value) && value < limit,
            "Gt" => comparison && AreNumbers(toleration, taint, out long limit, out long value) && value > limit,
            _ => false,
        };
    }

    private static bool AreNumbers(Toleration toleration, Taint taint, out long limit, out long value)
    {
        value = 0;
        return DecimalInteger.TryParseCanonical(toleration.Value, out limit) && DecimalInteger.TryParseCanonical(taint.Value, out value);
    }
}

/// <summary>Interns lists of tolerations.</summary>
public sealed class TolerationTable
{
    private readonly Dictionary<string, TolerationSet> sets = new(StringComparer.Ordinal) { [""] = new(0, []) };

    /// <summary>Number of distinct lists; ids are below it.</summary>
    public int Count => sets.Count;

    /// <summary>The set of these tolerations.</summary>
    public TolerationSet Of(Toleration[] tolerations)
    {
        StringBuilder key = new();
        foreach (Toleration toleration in tolerations)
            foreach (string text in (ReadOnlySpan<string>)[toleration.Key, toleration.Operator, toleration.Value, toleration.Effect])
                key.Append(text.Length).Append(':').Append(text);
        string whole = key.ToString();
        if (sets.TryGetValue(whole, out TolerationSet? known)) return known;
        TolerationSet made = new(sets.Count, tolerations);
        sets.Add(whole, made);
        return made;
    }
}
