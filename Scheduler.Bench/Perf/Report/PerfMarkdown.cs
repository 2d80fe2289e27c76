using System.Text;

namespace Scheduler.Bench.Perf.Report;

/// <summary>The report as a Markdown table.</summary>
internal static class PerfMarkdown
{
    public static string Of(PerfRow[] rows, PerfOptions options)
    {
        PerfColumn[] columns = PerfColumn.Of(options);
        StringBuilder text = new();
        Line(columns.Select(column => column.Title));
        Line(columns.Select(column => column.IsNumber ? "---:" : "---"));
        foreach (PerfRow row in rows) Line(columns.Select(column => column.Text(row)));
        return text.ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
