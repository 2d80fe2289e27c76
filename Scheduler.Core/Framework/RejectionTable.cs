namespace Scheduler.Core.Framework;

/// <summary>For each row of the node table: which plugin rejected it in this cycle, with what code and detail.</summary>
/// <remarks>Columns: plugin index + 1 (0: not rejected), code, detail. A finished text gets a number of its own per cycle.</remarks>
public sealed class RejectionTable
{
    private const ulong TextMark = 1UL << 63;

    private readonly List<string> texts = [];
    private byte[] plugins = [];
    private StatusCode[] codes = [];
    private ulong[] details = [];

    /// <summary>Plugin index of the row's rejection, or -1.</summary>
    public int Plugin(int row) => plugins[row] - 1;

    public StatusCode Code(int row) => codes[row];

    /// <summary>True where some row's filter broke in this cycle.</summary>
    public bool HasError { get; private set; }

    /// <summary>The plugin's number, as it gave it; meaningless where <see cref="Text"/> is not null.</summary>
    public ulong Detail(int row) => details[row];

    /// <summary>The finished text of the row's rejection, or null where the plugin describes the detail.</summary>
    public string? Text(int row) => TextOf(details[row]);

    /// <summary>The finished text behind a detail, or null.</summary>
    public string? TextOf(ulong detail) => (detail & TextMark) != 0 ? texts[(int)(detail & ~TextMark)] : null;

    /// <summary>The row's rejection as a filter would give it.</summary>
    public Verdict VerdictOf(int row) => Verdict.Of(codes[row], details[row], Text(row));

    /// <summary>Forgets all rejections and makes room for <paramref name="rows"/> rows.</summary>
    public void Reset(int rows)
    {
        if (plugins.Length < rows)
        {
            int size = Math.Max(rows, plugins.Length * 2);
            plugins = new byte[size];
            codes = new StatusCode[size];
            details = new ulong[size];
        }

        plugins.AsSpan(0, rows).Clear();
        texts.Clear();
        HasError = false;
    }

    /// <summary>The row was not looked at after all.</summary>
    public void Forget(int row) => plugins[row] = 0;

    /// <summary>Notes a rejection by detail. Details of plugins stay below 2^63.</summary>
    public void Set(int row, int plugin, StatusCode code, ulong detail)
    {
        plugins[row] = (byte)(plugin + 1);
        codes[row] = code;
        details[row] = detail;
        if (code == StatusCode.Error) HasError = true;
    }

    /// <summary>Notes a rejection as a filter gave it. Not safe for several threads where the verdict carries a text.</summary>
    public void Set(int row, int plugin, in Verdict verdict) =>
        Set(row, plugin, verdict.Code, verdict.Text is null ? verdict.Detail : Number(verdict.Text));

    private ulong Number(string text)
    {
        lock (texts)
        {
            int i = texts.IndexOf(text);
            if (i < 0)
            {
                i = texts.Count;
                texts.Add(text);
            }

            return TextMark | (uint)i;
        }
    }
}
