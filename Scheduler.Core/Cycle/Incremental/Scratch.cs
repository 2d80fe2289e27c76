using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>Space that replays work in; entries belong to the rows that moved, in their order.</summary>
internal sealed class Scratch
{
    /// <summary>No filter has rejected the row yet.</summary>
    public const int Undecided = -1;

    /// <summary>The place of the filter that rejected the row until now.</summary>
    public int[] Before { get; private set; } = [];

    /// <summary>The number of the row's reason, or <see cref="Undecided"/>.</summary>
    public int[] Reasons { get; private set; } = [];

    /// <summary>The rows that one filter is asked about.</summary>
    public int[] Asked { get; private set; } = [];

    /// <summary>Their places among the rows that moved.</summary>
    public int[] Places { get; private set; } = [];

    public Verdict[] Verdicts { get; private set; } = [];

    public int[] ToScore { get; private set; } = [];

    public long[] Scores { get; private set; } = [];

    /// <summary>The rows of which one column has to be asked again.</summary>
    public int[] Stale { get; private set; } = [];

    /// <summary>Makes room.</summary>
    public void Prepare(int rows)
    {
        if (Before.Length >= rows) return;
        int size = Math.Max(rows, Before.Length * 2);
        (Before, Reasons, Asked, Places, ToScore) = (new int[size], new int[size], new int[size], new int[size], new int[size]);
        (Verdicts, Scores, Stale) = (new Verdict[size], new long[size], new int[size]);
    }
}
