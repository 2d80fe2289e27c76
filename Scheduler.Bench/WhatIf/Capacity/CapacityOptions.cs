using CommandLine;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Capacity;

/// <summary><c>capacity SNAPSHOT</c></summary>
[Verb("capacity", HelpText = "How many nodes are missing? The fewest nodes of a type that make everything fit.")]
public sealed class CapacityOptions : WorldOptions
{
    [Option("like", MetaValue = "NODES", HelpText = "Nodes to copy, by name or pattern; without it every type of the dump is tried.")]
    public string? Like { get; set; }

    [Option("max", Default = 1000, HelpText = "The most nodes to try.")]
    public int Max { get; set; } = 1000;
}
