namespace Scheduler.Core.Cycle;

/// <summary>Scores of one cycle, by row: a raw and a normalised column per score plugin, and the weighted total. Only feasible rows mean anything.</summary>
public sealed class ScoreTable(int plugins)
{
    private readonly long[][] raw = MakeColumns(plugins);
    private readonly long[][] normalized = MakeColumns(plugins);
    private long[] total = [];

    /// <summary>Weighted totals.</summary>
    public Span<long> Total => total;

    /// <summary>What the plugin at this position of the score order returned.</summary>
    public Span<long> Raw(int position) => raw[position];

    /// <summary>What it became; the same as <see cref="Raw"/> where the plugin does not normalise, if it is there at all then.</summary>
    public Span<long> Normalized(int position) => normalized[position];

    internal void Reset(int rows)
    {
        if (total.Length < rows)
        {
            int size = Math.Max(rows, total.Length * 2);
            total = new long[size];
            for (int i = 0; i < raw.Length; i++)
            {
                raw[i] = new long[size];
                normalized[i] = new long[size];
            }
        }

        total.AsSpan(0, rows).Clear();
    }

    private static long[][] MakeColumns(int count)
    {
        long[][] columns = new long[count][];
        Array.Fill(columns, []);
        return columns;
    }
}
