using System.Text.Json.Nodes;
using Scheduler.Bench.Charts;

namespace Scheduler.Bench.Output;

/// <summary>What a verb found, in a form that terminal, Markdown, CSV, JSON and charts are made from.</summary>
/// <param name="Title">One line.</param>
public sealed record Report(string Title)
{
    /// <summary>Tables, in order; each is a block of the CSV.</summary>
    public List<ReportTable> Tables { get; } = [];

    /// <summary>Sentences behind the tables.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The report for scripts. <c>formatVersion</c> and <c>kind</c> say what it is.</summary>
    public JsonObject Json { get; init; } = [];

    /// <summary>Pictures, by the name of their file.</summary>
    public List<(string File, Chart Chart)> Charts { get; } = [];
}

/// <summary>A table: as many cells a row as there are columns.</summary>
public sealed class ReportTable(string title, params ReportColumn[] columns)
{
    /// <summary>What it shows; may be empty.</summary>
    public string Title => title;

    public IReadOnlyList<ReportColumn> Columns => columns;

    public List<string[]> Rows { get; } = [];

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">It has more or fewer cells than there are columns.</exception>
    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length) throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns", nameof(cells));
        Rows.Add(cells);
    }
}

/// <summary>A column; numbers are aligned to the right.</summary>
public readonly record struct ReportColumn(string Title, bool IsNumber = false)
{
    /// <summary>A column of text.</summary>
    public static implicit operator ReportColumn(string title) => new(title);
}
