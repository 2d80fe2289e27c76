namespace Scheduler.Tests.Host.Store;

/// <summary>What a key holds: its modification revision and its value; (0, "") when it does not exist.</summary>
internal readonly record struct Register(long Revision, string Value)
{
    public static readonly Register Absent = new(0, "");
}

/// <summary>What somebody did to one key, and between which moments.</summary>
/// <param name="Called">The moment it was called.</param>
/// <param name="Returned">The moment it had its answer. Moments are one count for all.</param>
/// <param name="Step">What the key holds afterwards; null: the answer was wrong for that state.</param>
internal sealed record Operation(string Name, long Called, long Returned, Func<Register, Register?> Step);

/// <summary>
/// Looks for an order of operations on one key that explains every answer, each operation taking effect at one moment between its call and
/// its return (Wing and Gong's search, with the states already seen left out as Lowe does).
/// </summary>
internal static class Linearizability
{
    /// <summary>Null if there is such an order; otherwise what remained in the longest attempt.</summary>
    public static string? Explain(IReadOnlyList<Operation> history)
    {
        Assert.InRange(history.Count, 0, 128);
        Operation[] operations = [.. history.OrderBy(operation => operation.Called)];
        UInt128 all = operations.Length == 128 ? UInt128.MaxValue : (UInt128.One << operations.Length) - 1;
        var seen = new HashSet<(UInt128, Register)>();
        var open = new Stack<(UInt128 Done, Register State)>([(0, Register.Absent)]);
        UInt128 longest = 0;
        while (open.TryPop(out (UInt128 Done, Register State) at))
        {
            if (at.Done == all)
                return null;
            if (UInt128.PopCount(at.Done) >= UInt128.PopCount(longest))
                longest = at.Done;
            foreach (int next in Candidates(operations, at.Done))
            {
                UInt128 done = at.Done | (UInt128.One << next);
                if (operations[next].Step(at.State) is { } state && seen.Add((done, state)))
                    open.Push((done, state));
            }
        }
        return string.Join("\n", operations.Where((_, index) => !IsIn(longest, index)).Select(
            operation => $"[{operation.Called}, {operation.Returned}] {operation.Name}"));
    }

    /// <summary>Operations that may come next: those called before any other that is left had returned.</summary>
    private static IEnumerable<int> Candidates(Operation[] operations, UInt128 done)
    {
        long firstReturn = long.MaxValue;
        for (int index = 0; index < operations.Length; index++)
        {
            if (!IsIn(done, index))
                firstReturn = Math.Min(firstReturn, operations[index].Returned);
        }
        for (int index = 0; index < operations.Length && operations[index].Called < firstReturn; index++)
        {
            if (!IsIn(done, index))
                yield return index;
        }
    }

    private static bool IsIn(UInt128 set, int index) => (set >> index & 1) == 1;
}
