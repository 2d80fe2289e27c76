namespace Scheduler.Core.Cache;

/// <summary>The value of one label key on every row, as numbers: the domains of a topology key.</summary>
public sealed class LabelColumn
{
    /// <summary>The id of "the key is absent".</summary>
    public const int Absent = -1;

    private const int RowSetsMax = 64;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<string> values = [];
    private int[] byRow = [];

    // The rows of every value, while there are few values; null from then on.
    private List<NodeSet>? rowsOfValue = [];
    private int rowCount;

    internal LabelColumn(string key) => Key = key;

    public string Key { get; }

    /// <summary>Number of distinct values seen; ids are below it. Values that no row has any more keep their id.</summary>
    public int ValueCount => values.Count;

    /// <summary>Value id of every row, or <see cref="Absent"/>.</summary>
    public ReadOnlySpan<int> ByRow => byRow;

    public int this[int row] => byRow[row];

    /// <summary>The text of a value id.</summary>
    public string Value(int id) => values[id];

    /// <summary>The id of a value, or <see cref="Absent"/> where no row ever had it.</summary>
    public int IdOf(string value) => ids.TryGetValue(value, out int id) ? id : Absent;

    /// <summary>Finds the rows whose value has a number above the limit; values beyond the numbers have none.</summary>
    /// <param name="numbers">A number by value id.</param>
    /// <param name="limit">The largest number that does not count.</param>
    /// <param name="found">Becomes the set of these rows; as large as the table.</param>
    public void FindRowsAbove(ReadOnlySpan<int> numbers, int limit, NodeSet found)
    {
        if (rowsOfValue is null)
        {
            Numerics.DomainKernels.RowsAbove(byRow, numbers, limit, found.Words);
            return;
        }

        found.Clear();
        int known = Math.Min(values.Count, numbers.Length);
        for (int id = 0; id < known; id++)
            if (numbers[id] > limit) found.Or(rowsOfValue[id]);
    }

    /// <summary>Keeps the rows whose value is among those that say yes: a question about values is asked once a value, then spread over the rows.</summary>
    /// <param name="yes">An answer by value id.</param>
    /// <param name="absent">The answer of rows without the label.</param>
    /// <param name="rows">Loses the rows that say no.</param>
    public void KeepWhere(ReadOnlySpan<bool> yes, bool absent, NodeSet rows)
    {
        ReadOnlySpan<int> ids = byRow;
        Span<ulong> words = rows.Words;
        for (int w = 0; w < words.Length; w++)
        {
            if (words[w] == 0) continue;
            ReadOnlySpan<int> block = ids.Slice(w << 6, Math.Min(64, ids.Length - (w << 6)));
            ulong kept = 0;
            for (int i = 0; i < block.Length; i++)
                if (block[i] < 0 ? absent : yes[block[i]]) kept |= 1UL << i;
            words[w] &= kept;
        }
    }

    internal void Resize(int rows)
    {
        rowCount = rows;
        foreach (NodeSet set in rowsOfValue ?? []) set.Resize(rows);
        int old = byRow.Length;
        if (old >= rows) return;
        Array.Resize(ref byRow, Math.Max(rows, old * 2));
        byRow.AsSpan(old).Fill(Absent);
    }

    internal void Set(int row, string? value)
    {
        int old = byRow[row];
        int id = value is null ? Absent : IdOfNew(value);
        byRow[row] = id;
        if (rowsOfValue is null || old == id) return;
        if (old >= 0) rowsOfValue[old].Remove(row);
        if (id >= 0) rowsOfValue[id].Add(row);
    }

    private int IdOfNew(string value)
    {
        if (ids.TryGetValue(value, out int id)) return id;
        id = values.Count;
        ids.Add(value, id);
        values.Add(value);
        if (values.Count > RowSetsMax) rowsOfValue = null;
        rowsOfValue?.Add(new(rowCount));
        return id;
    }
}
