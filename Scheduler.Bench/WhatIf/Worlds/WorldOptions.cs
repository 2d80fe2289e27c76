using CommandLine;

namespace Scheduler.Bench.WhatIf.Worlds;

/// <summary>What all questions about a dump take.</summary>
public abstract class WorldOptions
{
    [Value(0, MetaName = "SNAPSHOT", Required = true, HelpText = "Files or folders written by 'kubectl get … -A -o json|yaml' (.json, .yaml, also .gz).")]
    public IEnumerable<string> Paths { get; set; } = [];

    [Option("config", HelpText = "A KubeSchedulerConfiguration file (YAML or JSON).")]
    public string? Config { get; set; }

    [Option("plugin", MetaValue = "DLL", HelpText = "An assembly with plugins of your own; may be repeated.")]
    public IEnumerable<string> Plugins { get; set; } = [];

    [Option("feature-gates", HelpText = "Differences from the 1.36 defaults: Name=true,Other=false.")]
    public string? FeatureGates { get; set; }

    [Option("order", Default = "creation", HelpText = "creation or priority; equal times by namespace and name.")]
    public string Order { get; set; } = "creation";

    [Option("seed", Default = 0UL, HelpText = "Seed of the rule that chooses among equal best nodes.")]
    public ulong Seed { get; set; }

    [Option("engine", Default = "incremental", HelpText = "incremental (looks at what changed), vector (over columns) or plain (node by node, the definition).")]
    public string Engine { get; set; } = "incremental";

    [Option("output", Default = "table", HelpText = "table, json, markdown or csv.")]
    public string Output { get; set; } = "table";

    [Option("svg", MetaValue = "DIR", HelpText = "Also draw charts into this folder.")]
    public string? Svg { get; set; }
}
