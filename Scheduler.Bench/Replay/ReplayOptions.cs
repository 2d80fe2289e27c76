using CommandLine;

namespace Scheduler.Bench.Replay;

/// <summary><c>replay PATH…</c></summary>
[Verb("replay", HelpText = "Where would every pod go, and why? Places the pending pods of a cluster dump.")]
public sealed class ReplayOptions
{
    [Value(0, MetaName = "PATH", Required = true, HelpText = "Files or folders written by 'kubectl get … -A -o json|yaml' (.json, .yaml, also .gz).")]
    public IEnumerable<string> Paths { get; set; } = [];

    [Option("from-scratch", HelpText = "Take every pod that is not a daemon's off its node and place all again.")]
    public bool FromScratch { get; set; }

    [Option("order", Default = "creation", HelpText = "creation or priority; equal times by namespace and name.")]
    public string Order { get; set; } = "creation";

    [Option("config", HelpText = "A KubeSchedulerConfiguration file (YAML or JSON).")]
    public string? Config { get; set; }

    [Option("feature-gates", HelpText = "Differences from the 1.36 defaults: Name=true,Other=false.")]
    public string? FeatureGates { get; set; }

    [Option("seed", Default = 0UL, HelpText = "Seed of the rule that chooses among equal best nodes.")]
    public ulong Seed { get; set; }

    [Option("tie-break", Default = "seed", HelpText = "seed (a stable ring of hashes) or name (the smallest node name).")]
    public string TieBreak { get; set; } = "seed";

    [Option("parallelism", Default = 1, HelpText = "Threads that look at nodes. Decisions do not depend on it.")]
    public int Parallelism { get; set; }

    [Option("engine", Default = "incremental", HelpText = "incremental (looks at what changed), vector (over columns) or plain (node by node, the definition).")]
    public string Engine { get; set; } = "incremental";

    [Option("check", Default = "none", HelpText = "full or sample:1/N: decide everything, or one of N, the plain way too and stop at the first difference.")]
    public string Check { get; set; } = "none";

    [Option("explain", MetaValue = "NAMESPACE/POD", HelpText = "Show what every plugin says of every node for this pod.")]
    public string? Explain { get; set; }

    [Option("log", MetaValue = "FILE", HelpText = "Write every decision with all scores and verdicts to this file (JSON lines, .gz to zip): what 'diff' compares.")]
    public string? Log { get; set; }

    [Option("log-nodes", Default = 500, MetaValue = "N", HelpText = "With --log: keep the scores of the N best nodes of each pod.")]
    public int LogNodes { get; set; } = 500;

    [Option("plugin", MetaValue = "DLL", HelpText = "An assembly with plugins of your own; may be repeated.")]
    public IEnumerable<string> Plugins { get; set; } = [];

    [Option("output", Default = "table", HelpText = "table or json.")]
    public string Output { get; set; } = "table";

    [Option("out", MetaValue = "FILE", HelpText = "Also write the result as JSON to this file.")]
    public string? Out { get; set; }
}
