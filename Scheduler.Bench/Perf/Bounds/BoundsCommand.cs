using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Core.Cycle;
using Spectre.Console;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary><c>perf --bounds</c>: measures what must hold, and says whether it does.</summary>
internal static class BoundsCommand
{
    private const string FirstPlayed = "bounds/OneShape/1000Nodes";

    /// <returns>0 where all bounds hold, else 1.</returns>
    /// <exception cref="InputException">An option is wrong.</exception>
    public static int Run(PerfOptions options)
    {
        EngineKind engine = EngineChoice.Parse(options.Engine);
        Action<List<BoundResult>, Calibration, PerfOptions> write = Writer(options.Output);
        Bound[] bounds = [.. AllBounds.List.Where(bound => FileSystemName.MatchesSimpleExpression(options.Only, bound.Name))];
        if (bounds.Length == 0)
            throw new InputException($"is no bound; there are {string.Join(", ", AllBounds.List.Select(bound => bound.Name))}", $"--only {options.Only}");
        Calibration calibration = Calibration.Measure();
        List<BoundResult> results = [];
        BoundRun run = new(options, engine);

        // The first rows of a process pay for the compiler.
        if (options.Scale >= 1) run.Play(FirstPlayed);
        foreach (Bound bound in bounds)
        {
            Console.Error.WriteLine($"{results.Count + 1} of {bounds.Length}: {bound.Name}");
            results.Add(new(bound, bound.Measure(run)));
        }

        write(results, calibration, options);
        return results.All(result => result.Passed) ? 0 : 1;
    }

    private static Action<List<BoundResult>, Calibration, PerfOptions> Writer(string output) => output switch
    {
        "table" => WriteTable,
        "markdown" => WriteMarkdown,
        "json" => (results, calibration, options) => Console.WriteLine(Json(results, calibration, options).ToJsonString(JsonText.Indented)),
        _ => throw new InputException($"\"{output}\" is no output: write table, json or markdown", "--output"),
    };

    private static void WriteTable(List<BoundResult> results, Calibration calibration, PerfOptions options)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string title in (string[])["", "name", "what", "measured", "bound", "more"]) table.AddColumn(new TableColumn(new Text(title)) { NoWrap = title is "" or "measured" or "bound" });
        foreach (BoundResult result in results) table.AddRow(Cells(result).Select(cell => new Text(cell)));
        Terminal.Out.Write(table);
        Console.WriteLine(Footer(results, calibration, options));
    }

    private static void WriteMarkdown(List<BoundResult> results, Calibration calibration, PerfOptions options)
    {
        Console.WriteLine("| | name | what | measured | bound | more |\n| --- | --- | --- | ---: | ---: | --- |");
        foreach (BoundResult result in results) Console.WriteLine($"| {string.Join(" | ", Cells(result))} |");
        Console.WriteLine();
        Console.WriteLine(Footer(results, calibration, options));
    }

    private static string[] Cells(BoundResult result) =>
    [
        result.Passed ? "pass" : "FAIL", result.Bound.Name, result.Bound.What, result.Bound.Text(result.Figure.Value), result.Bound.LimitText, result.Figure.Detail,
    ];

    private static string Footer(List<BoundResult> results, Calibration calibration, PerfOptions options) => FormattableString.Invariant(
        $"{results.Count(result => result.Passed)} of {results.Count} bounds hold; engine {options.Engine}, {options.Rounds} rounds, scale {options.Scale}, rates over processor time; {calibration}");

    private static JsonObject Json(List<BoundResult> results, Calibration calibration, PerfOptions options) => new()
    {
        ["formatVersion"] = 1,
        ["engine"] = options.Engine,
        ["rounds"] = options.Rounds,
        ["scale"] = options.Scale,
        ["calibration"] = calibration.ToJson(),
        ["bounds"] = new JsonArray(
        [
            .. results.Select(result => new JsonObject
            {
                ["name"] = result.Bound.Name,
                ["what"] = result.Bound.What,
                ["measured"] = result.Figure.Value,
                ["limit"] = result.Bound.Limit,
                ["isAtLeast"] = result.Bound.IsAtLeast,
                ["unit"] = result.Bound.Unit,
                ["passed"] = result.Passed,
                ["detail"] = result.Figure.Detail,
            }),
        ]),
    };
}
