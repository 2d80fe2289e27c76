using CommandLine;

namespace Scheduler.Bench.Diff;

/// <summary><c>diff A B</c></summary>
[Verb("diff", HelpText = "What does a change move, and which plugin moved it? Compares two decision logs (replay --log).")]
public sealed class DiffOptions
{
    [Value(0, MetaName = "A", Required = true, HelpText = "The decision log before.")]
    public string A { get; set; } = "";

    [Value(1, MetaName = "B", Required = true, HelpText = "The decision log after.")]
    public string B { get; set; } = "";

    [Option("max-moved", MetaValue = "N|N%", HelpText = "Exit code 1 where more pods move; ties do not count.")]
    public string? MaxMoved { get; set; }

    [Option("max-pending", MetaValue = "N|N%", HelpText = "Exit code 1 where more pods are newly pending.")]
    public string? MaxPending { get; set; }

    [Option("accept", MetaValue = "FILE", HelpText = "Intended changes, which do not count: accept: [{pod: pattern, change: kind}].")]
    public string? Accept { get; set; }

    [Option("write-accept", MetaValue = "FILE", HelpText = "Write the changes that were found as such a file.")]
    public string? WriteAccept { get; set; }

    [Option("pods", Default = 40, MetaValue = "N", HelpText = "Show at most so many pods (tables only).")]
    public int Pods { get; set; } = 40;

    [Option("output", Default = "table", HelpText = "table, json, markdown or csv.")]
    public string Output { get; set; } = "table";
}
