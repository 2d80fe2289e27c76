using CommandLine;

namespace Scheduler.Bench.Serving;

/// <summary><c>serving</c></summary>
[Verb("serving", HelpText = "How much does the bundled cluster carry? Starts it, loads it over HTTPS, and measures.")]
public sealed class ServingOptions
{
    [Option("stores", Separator = ',', Default = new[] { "sqlite", "memory" }, HelpText = "Which stores to measure, side by side.")]
    public IEnumerable<string> Stores { get; set; } = ["sqlite", "memory"];

    [Option("steps", Separator = ',', Default = new[] { "start", "create", "bind", "watch", "run" }, HelpText = "start, create, bind (creates too), watch, run.")]
    public IEnumerable<string> Steps { get; set; } = ["start", "create", "bind", "watch", "run"];

    [Option("nodes", Default = 5000, HelpText = "Nodes to create, and simulated nodes to run pods on.")]
    public int Nodes { get; set; } = 5000;

    [Option("pods", Default = 10_000, HelpText = "Pods to create and bind, and pods of Deployments to run.")]
    public int Pods { get; set; } = 10_000;

    [Option("watchers", Default = 500, HelpText = "Watches that all see the same changes.")]
    public int Watchers { get; set; } = 500;

    [Option("objects", Default = 1000, HelpText = "Objects that change under the watches; each changes twice.")]
    public int Objects { get; set; } = 1000;

    [Option("callers", Default = 64, HelpText = "Requests under way at the same time.")]
    public int Callers { get; set; } = 64;

    [Option("host", MetaValue = "FILE", HelpText = "The published Scheduler.Host to measure. Default: the one that was built with this program.")]
    public string? Host { get; set; }

    [Option("output", Default = "table", HelpText = "table, json or markdown.")]
    public string Output { get; set; } = "table";
}
