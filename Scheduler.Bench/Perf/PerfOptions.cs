using CommandLine;

namespace Scheduler.Bench.Perf;

/// <summary><c>perf</c></summary>
[Verb("perf", HelpText = "How fast? Plays workloads in process and measures every decision.")]
public sealed class PerfOptions
{
    [Option("workload", Default = "*", MetaValue = "GLOB", HelpText = "Rows to play: * and ? in group/case/row or case/row.")]
    public string Workload { get; set; } = "*";

    [Option("label", HelpText = "Only rows with this label, such as performance.")]
    public string? Label { get; set; }

    [Option("folder", Default = "fixtures/workloads", HelpText = "Where the workload files are.")]
    public string Folder { get; set; } = "fixtures/workloads";

    [Option("engine", Default = "incremental", HelpText = "incremental (looks at what changed), vector (over columns) or plain (node by node, the definition).")]
    public string Engine { get; set; } = "incremental";

    [Option("versus", MetaValue = "ENGINE", HelpText = "Also play every round with this engine, and compare.")]
    public string? Versus { get; set; }

    [Option("check", MetaValue = "HOW", HelpText = "full or sample:1/N: the plain engine decides all or some of the pods too, and must agree. Times then mean nothing.")]
    public string? Check { get; set; }

    [Option("scale", Default = 1.0, HelpText = "Multiplies nodes, namespaces and pods; rounded up.")]
    public double Scale { get; set; } = 1;

    [Option("rounds", Default = 5, HelpText = "How often each row is measured.")]
    public int Rounds { get; set; } = 5;

    [Option("warm-up", Default = 1, HelpText = "Rounds played before, not measured.")]
    public int WarmUp { get; set; } = 1;

    [Option("bounds", HelpText = "Measure what must hold, and say pass or fail for each; exit code 1 where one fails.")]
    public bool Bounds { get; set; }

    [Option("only", Default = "*", MetaValue = "GLOB", HelpText = "With --bounds: only bounds of this name.")]
    public string Only { get; set; } = "*";

    [Option("scaling", HelpText = "How does the cost grow with the number of nodes? Fits an exponent to each case with rows labelled scaling.")]
    public bool Scaling { get; set; }

    [Option("plot", Default = "scaling.svg", MetaValue = "FILE", HelpText = "With --scaling: where the picture goes.")]
    public string Plot { get; set; } = "scaling.svg";

    [Option("hold", Hidden = true, MetaValue = "NODES,PODS", HelpText = "Hold a cluster of this size and say what memory the process takes; used by --bounds.")]
    public string? Hold { get; set; }

    [Option("seed", Default = 0UL, HelpText = "Seed of the rule that chooses among equal best nodes, and of the statistics.")]
    public ulong Seed { get; set; }

    [Option("output", Default = "table", HelpText = "table, json or markdown.")]
    public string Output { get; set; } = "table";
}
