using Scheduler.Bench.Output;
using Spectre.Console;

namespace Scheduler.Bench.Perf.Report;

/// <summary>The report in the terminal.</summary>
internal static class PerfTable
{
    public static void Write(PerfRow[] rows, PerfOptions options)
    {
        PerfColumn[] columns = PerfColumn.Of(options);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (PerfColumn column in columns)
            table.AddColumn(new TableColumn(new Text(column.Title)) { Alignment = column.IsNumber ? Justify.Right : Justify.Left, NoWrap = column.IsNumber });
        foreach (PerfRow row in rows) table.AddRow(columns.Select(column => new Text(column.Text(row))));
        Terminal.Out.Write(table);
        Console.WriteLine($"engine {options.Engine}, {options.Rounds} rounds, seed {options.Seed}: every pod ended as its workload expects");
    }
}
