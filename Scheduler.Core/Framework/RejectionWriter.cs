using Scheduler.Core.Cache;

namespace Scheduler.Core.Framework;

/// <summary>Where a vector filter leaves its reasons: one entry a rejected row, in the name of one plugin.</summary>
public readonly ref struct RejectionWriter(RejectionTable table, int plugin)
{
    /// <summary>Clears the row's bit and notes why.</summary>
    public void Reject(NodeSet feasible, int row, StatusCode code, ulong detail = 0)
    {
        feasible.Remove(row);
        table.Set(row, plugin, code, detail);
    }

    /// <summary>Keeps the rows of <paramref name="feasible"/> that are in <paramref name="passing"/> and rejects the others for one reason.</summary>
    public void RejectOutside(NodeSet feasible, NodeSet passing, StatusCode code, ulong detail = 0)
    {
        Span<ulong> words = feasible.Words;
        ReadOnlySpan<ulong> pass = passing.Words;
        for (int w = 0; w < words.Length; w++)
        {
            ulong allowed = w < pass.Length ? pass[w] : 0;
            ulong failed = words[w] & ~allowed;
            if (failed == 0) continue;
            words[w] &= allowed;
            for (; failed != 0; failed &= failed - 1)
                table.Set((w << 6) + System.Numerics.BitOperations.TrailingZeroCount(failed), plugin, code, detail);
        }
    }

    /// <summary>Rejects the rows of <paramref name="feasible"/> that are in <paramref name="failing"/>, all for one reason.</summary>
    public void RejectInside(NodeSet feasible, NodeSet failing, StatusCode code, ulong detail = 0)
    {
        Span<ulong> words = feasible.Words;
        ReadOnlySpan<ulong> fail = failing.Words;
        int shared = Math.Min(words.Length, fail.Length);
        for (int w = 0; w < shared; w++)
        {
            ulong failed = words[w] & fail[w];
            if (failed == 0) continue;
            words[w] &= ~failed;
            for (; failed != 0; failed &= failed - 1)
                table.Set((w << 6) + System.Numerics.BitOperations.TrailingZeroCount(failed), plugin, code, detail);
        }
    }

    /// <summary>Applies a verdict that was given for one row.</summary>
    public void Apply(NodeSet feasible, int row, in Verdict verdict)
    {
        if (verdict.IsPass) return;
        feasible.Remove(row);
        table.Set(row, plugin, verdict);
    }
}
