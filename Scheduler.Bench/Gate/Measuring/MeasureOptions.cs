using CommandLine;

namespace Scheduler.Bench.Gate.Measuring;

/// <summary><c>measure</c>: what the gate starts as a process of its own.</summary>
[Verb("measure", Hidden = true, HelpText = "Play one workload or snapshot in this process and print one line of JSON; started by gate.")]
public sealed class MeasureOptions
{
    [Option("workload", HelpText = "group/case/row.")]
    public string? Workload { get; set; }

    [Option("folder", Default = "fixtures/workloads", HelpText = "Where the workload files are.")]
    public string Folder { get; set; } = "fixtures/workloads";

    [Option("snapshot", HelpText = "A dump to place from scratch.")]
    public string? Snapshot { get; set; }

    [Option("config", HelpText = "A KubeSchedulerConfiguration file.")]
    public string? Config { get; set; }

    [Option("plugin", HelpText = "An assembly with plugins; may be repeated.")]
    public IEnumerable<string> Plugins { get; set; } = [];

    [Option("engine", Default = "vector", HelpText = "The engine.")]
    public string Engine { get; set; } = "vector";

    [Option("scale", Default = 1.0, HelpText = "Multiplies nodes and pods.")]
    public double Scale { get; set; } = 1;

    [Option("rounds", Default = 3, HelpText = "The fastest of so many rounds counts; one more warms up.")]
    public int Rounds { get; set; } = 3;

    [Option("seed", Default = 0UL, HelpText = "Seed of the tie rule.")]
    public ulong Seed { get; set; }

    [Option("burn-seconds", Default = 0, HelpText = "Only keep a core busy for so long, in bursts: what a self-test is disturbed with.")]
    public int BurnSeconds { get; set; }
}
