using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>
/// The last different values, so that equal ones that come soon after become one object. For parts whose texts differ often: nothing is kept of the
/// texts, and a value that never comes again costs its slot only until the next one takes it.
/// </summary>
internal sealed class RecentValues<T>(IEqualityComparer<T>? comparer = null)
    where T : class
{
    private const int Slots = 1 << 9;

    private readonly IEqualityComparer<T> comparer = comparer ?? EqualityComparer<T>.Default;
    private readonly T?[] slots = new T?[Slots];

    /// <summary>The object that stands for the value.</summary>
    public T Share(T value)
    {
        ref T? slot = ref slots[comparer.GetHashCode(value) & (Slots - 1)];
        if (slot is not null && comparer.Equals(slot, value)) return slot;
        slot = value;
        return value;
    }
}

/// <summary>Conditions are alike where each one is.</summary>
internal sealed class ConditionsComparer : IEqualityComparer<PodCondition[]>
{
    public static ConditionsComparer Instance { get; } = new();

    public bool Equals(PodCondition[]? x, PodCondition[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(PodCondition[] conditions)
    {
        HashCode code = default;
        foreach (PodCondition condition in conditions) code.Add(condition);
        return code.ToHashCode();
    }
}
