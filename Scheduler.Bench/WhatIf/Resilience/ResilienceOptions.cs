using CommandLine;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Resilience;

/// <summary><c>resilience SNAPSHOT</c></summary>
[Verb("resilience", HelpText = "What would not fit after the loss of any one node, rack or zone?")]
public sealed class ResilienceOptions : WorldOptions
{
    [Option("rack-label", Default = "rack", HelpText = "The label that says in which rack a node is.")]
    public string RackLabel { get; set; } = "rack";

    [Option("zone-label", Default = "topology.kubernetes.io/zone", HelpText = "The label that says in which zone a node is.")]
    public string ZoneLabel { get; set; } = "topology.kubernetes.io/zone";
}
