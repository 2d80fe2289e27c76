using CommandLine;

namespace Scheduler.Bench.Generate;

/// <summary><c>generate</c></summary>
[Verb("generate", HelpText = "Make a cluster from a seed: pools, zones, taints and workloads with a mix of constraints.")]
public sealed class GenerateOptions
{
    [Option("nodes", Default = 200, HelpText = "Number of nodes.")]
    public int Nodes { get; set; } = 200;

    [Option("pods", Default = 2000, HelpText = "Number of pods, daemon pods included.")]
    public int Pods { get; set; } = 2000;

    [Option("zones", Default = 3, HelpText = "Number of zones.")]
    public int Zones { get; set; } = 3;

    [Option("daemon-sets", Default = 1, HelpText = "Daemon sets: each has a pod on every node.")]
    public int DaemonSets { get; set; } = 1;

    [Option("pending", Default = 2, HelpText = "Share of the other pods that wait for a node, in percent.")]
    public int PendingPercent { get; set; } = 2;

    [Option("seed", Default = 1UL, HelpText = "The same seed and numbers give the same file.")]
    public ulong Seed { get; set; } = 1;

    [Option("out", Required = true, MetaValue = "FILE", HelpText = "Where to write it: .json or .json.gz.")]
    public string Out { get; set; } = "";
}
