using CommandLine;

namespace Scheduler.Bench.Gate;

/// <summary><c>gate</c></summary>
[Verb("gate", HelpText = "Did this change make scheduling slower or different, really? Compares two builds, or two configurations or plugin sets. Exit code 0 pass, 1 fail, 2 bad input, 3 inconclusive.")]
public sealed class GateOptions
{
    [Option("base", MetaValue = "BUILD", HelpText = "The build before: Scheduler.Bench.dll or a folder with it; without it this build.")]
    public string? Base { get; set; }

    [Option("head", MetaValue = "BUILD", HelpText = "The build after; without it this build.")]
    public string? Head { get; set; }

    [Option("base-config", MetaValue = "FILE", HelpText = "The KubeSchedulerConfiguration of base.")]
    public string? BaseConfig { get; set; }

    [Option("head-config", MetaValue = "FILE", HelpText = "The KubeSchedulerConfiguration of head.")]
    public string? HeadConfig { get; set; }

    [Option("base-plugin", MetaValue = "DLL", HelpText = "An assembly with plugins for base; may be repeated.")]
    public IEnumerable<string> BasePlugins { get; set; } = [];

    [Option("head-plugin", MetaValue = "DLL", HelpText = "An assembly with plugins for head; may be repeated.")]
    public IEnumerable<string> HeadPlugins { get; set; } = [];

    [Option("workload", MetaValue = "GLOB", HelpText = "Workloads of perf to play; may be repeated.")]
    public IEnumerable<string> Workloads { get; set; } = [];

    [Option("folder", Default = "fixtures/workloads", HelpText = "Where the workload files are.")]
    public string Folder { get; set; } = "fixtures/workloads";

    [Option("snapshot", MetaValue = "DUMP", HelpText = "A cluster dump of your own to place from scratch; may be repeated.")]
    public IEnumerable<string> Snapshots { get; set; } = [];

    [Option("scale", Default = 1.0, HelpText = "Multiplies nodes and pods of workloads.")]
    public double Scale { get; set; } = 1;

    [Option("rounds", Default = 5, HelpText = "Rounds in each process; the fastest counts.")]
    public int Rounds { get; set; } = 5;

    [Option("growth-runs", Default = 3, HelpText = "Processes a size where growth with the number of nodes is measured; the fastest counts.")]
    public int GrowthRuns { get; set; } = 3;

    [Option("thresholds", MetaValue = "FILE", HelpText = "What may differ, and by how much (docs/ci.md).")]
    public string? Thresholds { get; set; }

    [Option("exact-only", HelpText = "Only what is exact: decisions, bytes, work, exponents. No statistics of time.")]
    public bool ExactOnly { get; set; }

    [Option("budget-minutes", Default = 20.0, HelpText = "Time after which no more runs begin.")]
    public double BudgetMinutes { get; set; } = 20;

    [Option("baseline", MetaValue = "FILE", HelpText = "Compare what is exact with this artifact instead of running base.")]
    public string? Baseline { get; set; }

    [Option("write-baseline", MetaValue = "FILE", HelpText = "Write what is exact of head as such an artifact.")]
    public string? WriteBaseline { get; set; }

    [Option("output", Default = "table", HelpText = "table, json, markdown or csv.")]
    public string Output { get; set; } = "table";

    [Option("json", MetaValue = "FILE", HelpText = "Also write the report as JSON.")]
    public string? Json { get; set; }

    [Option("markdown", MetaValue = "FILE", HelpText = "Also write the report as Markdown: for a comment on a pull request.")]
    public string? Markdown { get; set; }

    [Option("junit", MetaValue = "FILE", HelpText = "Also write the report as JUnit XML.")]
    public string? JUnit { get; set; }

    [Option("svg", MetaValue = "DIR", HelpText = "Also draw charts into this folder.")]
    public string? Svg { get; set; }

    [Option("selftest", HelpText = "Measure the gate's own error rates: collect a pool of runs of one workload once, and judge draws from it, as they are and slowed down.")]
    public bool SelfTest { get; set; }

    [Option("pool-runs", Default = 200, HelpText = "With --selftest: runs to collect.")]
    public int PoolRuns { get; set; } = 200;

    [Option("pool", MetaValue = "FILE", HelpText = "With --selftest: where the pool is kept; read where it exists.")]
    public string? Pool { get; set; }

    [Option("trials", Default = 2000, HelpText = "With --selftest: judgements a slow-down.")]
    public int Trials { get; set; } = 2000;

    [Option("disturb", HelpText = "With --selftest: another process keeps a core busy meanwhile, in bursts.")]
    public bool Disturb { get; set; }
}
