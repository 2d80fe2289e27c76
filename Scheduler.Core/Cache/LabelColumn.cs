namespace Scheduler.Core.Cache;

/// <summary>The value of one label key on every row, as numbers: the domains of a topology key.</summary>
public sealed class LabelColumn
{
    /// <summary>The id of "the key is absent".</summary>
    public const int Absent = -1;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<string> values = [];
    private int[] byRow = [];

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

    internal void Resize(int rows)
    {
        int old = byRow.Length;
        if (old >= rows) return;
        Array.Resize(ref byRow, Math.Max(rows, old * 2));
        byRow.AsSpan(old).Fill(Absent);
    }

    internal void Set(int row, string? value)
    {
        if (value is null)
        {
            byRow[row] = Absent;
            return;
        }

        if (!ids.TryGetValue(value, out int id))
        {
            id = values.Count;
            ids.Add(value, id);
            values.Add(value);
        }

        byRow[row] = id;
    }
}
