using System.Text.Json;
using System.Text.RegularExpressions;
using Scheduler.Bench.Output;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Reading;
using Scheduler.Plugins;
using Spectre.Console;

namespace Scheduler.Bench.Conformance;

/// <summary>Runs golden cases and prints a row per family. Ends with <c>N passed, N failed</c>; exit code 0 only when none failed.</summary>
public static class ConformanceCommand
{
    public static int Run(ConformanceOptions options)
    {
        CaseComparer comparer = new(PluginNames(options.Without));
        CycleOptions cycle = new()
        {
            Engine = EngineChoice.Parse(options.Engine),
            TieBreakByName = true,
            Explain = true,
            KeepShapesFrom = options.Caching switch
            {
                "on" => 1,
                "off" => int.MaxValue,
                _ => throw new InputException($"\"{options.Caching}\" is no caching: write on or off", "--caching"),
            },
        };
        CaseRunner runner = new(DefaultPlugins.Catalog, comparer, cycle);
        Regex? family = options.Family is null ? null : Glob(options.Family);
        List<FamilyResult> results = [];
        foreach (GoldenCase golden in GoldenFiles.Read(options.Paths))
        {
            if (family is not null && !family.IsMatch(golden.Family)) continue;
            FamilyResult? result = results.Find(known => known.Family == golden.Family);
            if (result is null) results.Add(result = new(golden.Family));
            result.Add(RunCase(runner, golden));
        }

        results.Sort((a, b) => string.CompareOrdinal(a.Family, b.Family));
        int passed = results.Sum(result => result.Passed), failed = results.Sum(result => result.Cases - result.Passed);
        if (passed + failed == 0) throw new InputException("no case matches", options.Family is null ? "conformance" : $"--family {options.Family}");
        if (options.Output == "json") WriteJson(results, passed, failed);
        else if (options.Output == "table") WriteTable(results, passed, failed);
        else throw new InputException($"\"{options.Output}\" is no output: write table or json", "--output");
        return failed == 0 ? 0 : 1;
    }

    private static HashSet<string> PluginNames(IEnumerable<string> names)
    {
        HashSet<string> plugins = [.. names.Select(name => name.Trim())];
        foreach (string name in plugins)
            if (DefaultPlugins.Catalog.Find(name) is null) throw new InputException($"\"{name}\" is no plugin", "--without");
        return plugins;
    }

    private static CaseFailure? RunCase(CaseRunner runner, GoldenCase golden)
    {
        try
        {
            return runner.Run(golden);
        }
        catch (Exception e) when (e is not ReadException)
        {
            // A case that breaks the engine is a failed case; the others still run.
            return new(golden.Name, "", new("(exception)", "a decision", $"{e.GetType().Name}: {e.Message}"));
        }
    }

    private static Regex Glob(string pattern) => new(
        string.Join('|', pattern.Split(',').Select(part => "^" + Regex.Escape(part.Trim()).Replace(@"\*", ".*").Replace(@"\?", ".") + "$")),
        RegexOptions.CultureInvariant);

    private static void WriteTable(List<FamilyResult> results, int passed, int failed)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("family", "cases", "passed", "first difference");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (FamilyResult result in results)
        {
            table.AddRow(
                new Text(result.Family),
                new Text(result.Cases.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Text(result.Passed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Text(result.FirstFailure is { } failure ? Describe(failure) : ""));
        }

        Terminal.Out.Write(table);
        Console.WriteLine($"{passed} passed, {failed} failed");
    }

    private static string Describe(CaseFailure failure) =>
        $"{failure.Case} {failure.Pod} {failure.Difference.Field}: expected {Shorten(failure.Difference.Expected)}, got {Shorten(failure.Difference.Got)}";

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";

    private static void WriteJson(List<FamilyResult> results, int passed, int failed)
    {
        using Utf8JsonWriter json = new(Console.OpenStandardOutput(), new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("passed", passed);
        json.WriteNumber("failed", failed);
        json.WriteStartArray("families");
        foreach (FamilyResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("family", result.Family);
            json.WriteNumber("cases", result.Cases);
            json.WriteNumber("passed", result.Passed);
            json.WriteStartArray("failures");
            foreach (CaseFailure failure in result.Failures)
            {
                json.WriteStartObject();
                json.WriteString("case", failure.Case);
                json.WriteString("pod", failure.Pod);
                json.WriteString("field", failure.Difference.Field);
                json.WriteString("expected", failure.Difference.Expected);
                json.WriteString("got", failure.Difference.Got);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        Console.WriteLine();
    }

    /// <summary>The cases of one family.</summary>
    private sealed class FamilyResult(string family)
    {
        private readonly List<CaseFailure> failures = [];

        public string Family { get; } = family;

        public int Cases { get; private set; }

        public int Passed => Cases - failures.Count;

        public IReadOnlyList<CaseFailure> Failures => failures;

        public CaseFailure? FirstFailure => failures.Count == 0 ? null : failures[0];

        public void Add(CaseFailure? failure)
        {
            Cases++;
            if (failure is not null) failures.Add(failure);
        }
    }
}
