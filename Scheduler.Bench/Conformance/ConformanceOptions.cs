using CommandLine;

namespace Scheduler.Bench.Conformance;

/// <summary><c>conformance PATH…</c></summary>
[Verb("conformance", HelpText = "Run golden cases: the reference scheduler's own decisions, value by value.")]
public sealed class ConformanceOptions
{
    [Value(0, MetaName = "PATH", Required = true, HelpText = "Case files (.jsonl.gz, .jsonl, .json) or folders of them.")]
    public IEnumerable<string> Paths { get; set; } = [];

    [Option("family", HelpText = "Only families whose name matches, e.g. 'fit-*'. Several: separate by commas.")]
    public string? Family { get; set; }

    [Option("without", Separator = ',', HelpText = "Leave what these plugins contribute out of the comparison.")]
    public IEnumerable<string> Without { get; set; } = [];

    [Option("engine", Default = "incremental", HelpText = "plain, vector or incremental.")]
    public string Engine { get; set; } = "incremental";

    [Option("caching", Default = "on", HelpText = "on: the incremental engine keeps answers from the first pod of a shape on. off: it keeps none.")]
    public string Caching { get; set; } = "on";

    [Option("output", Default = "table", HelpText = "table or json.")]
    public string Output { get; set; } = "table";
}
