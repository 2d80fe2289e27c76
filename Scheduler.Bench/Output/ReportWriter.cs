using System.Text;
using Scheduler.Bench.Charts;
using Spectre.Console;

namespace Scheduler.Bench.Output;

/// <summary>Writes reports: <c>--output table|json|markdown|csv</c> to standard output, <c>--svg DIR</c> to files.</summary>
public static class ReportWriter
{
    private static readonly string[] Outputs = ["table", "json", "markdown", "csv"];

    /// <summary>To be called before long work: a wrong option is said at once.</summary>
    /// <exception cref="InputException">There is no such output, or the folder cannot be made.</exception>
    public static void Check(string output, string? svg)
    {
        if (!Outputs.Contains(output)) throw new InputException($"\"{output}\" is no output: write {string.Join(", ", Outputs)}", "--output");
        if (svg is not null) Files.Access($"--svg {svg}", () => Directory.CreateDirectory(svg));
    }

    public static void Write(Report report, string output, string? svg)
    {
        switch (output)
        {
            case "json": Console.WriteLine(report.Json.ToJsonString(JsonText.Indented)); break;
            case "markdown": Console.Write(Markdown(report)); break;
            case "csv": Console.Write(Csv(report)); break;
            default: Tables(report); break;
        }

        if (svg is null) return;
        foreach ((string file, Chart chart) in report.Charts)
        {
            string path = Path.Combine(svg, file);
            Files.Access($"--svg {path}", () => File.WriteAllText(path, SvgChart.Draw(chart)));
            Console.Error.WriteLine($"chart: {path}");
        }
    }

    /// <summary>Headings, tables and notes.</summary>
    public static string Markdown(Report report)
    {
        StringBuilder text = new();
        if (report.Title.Length > 0) text.Append($"## {report.Title}\n\n");
        foreach (ReportTable table in report.Tables)
        {
            if (table.Title.Length > 0) text.Append($"### {table.Title}\n\n");
            Line(table.Columns.Select(column => column.Title));
            Line(table.Columns.Select(column => column.IsNumber ? "---:" : "---"));
            foreach (string[] row in table.Rows) Line(row);
            text.Append('\n');
        }

        foreach (string note in report.Notes) text.Append($"- {note}\n");
        return text.ToString();

        void Line(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings("<br>"))).Append(" |\n");
    }

    /// <summary>A block a table, with a heading row; an empty line between blocks.</summary>
    public static string Csv(Report report)
    {
        StringBuilder text = new();
        foreach (ReportTable table in report.Tables)
        {
            if (text.Length > 0) text.Append('\n');
            text.AppendJoin(',', table.Columns.Select(column => Quote(column.Title))).Append('\n');
            foreach (string[] row in table.Rows) text.AppendJoin(',', row.Select(Quote)).Append('\n');
        }

        return text.ToString();
    }

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static void Tables(Report report)
    {
        if (report.Title.Length > 0) Console.WriteLine(report.Title);
        foreach (ReportTable table in report.Tables)
        {
            if (table.Title.Length > 0) Console.WriteLine($"\n{table.Title}");
            Table shown = new Table().Border(TableBorder.Simple);
            foreach (ReportColumn column in table.Columns)
            {
                TableColumn made = new(new Text(column.Title));
                shown.AddColumn(column.IsNumber ? made.RightAligned().NoWrap() : made);
            }

            foreach (string[] row in table.Rows) shown.AddRow(row.Select(cell => new Text(cell)));
            Terminal.Out.Write(shown);
        }

        foreach (string note in report.Notes) Console.WriteLine(note);
    }
}
