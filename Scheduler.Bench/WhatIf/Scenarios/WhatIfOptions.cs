using CommandLine;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Scenarios;

/// <summary><c>whatif SNAPSHOT</c></summary>
[Verb("whatif", HelpText = "What would happen if …? Plays scenarios on a cluster dump: nodes that come or go, pods that come or change, another configuration.")]
public sealed class WhatIfOptions : WorldOptions
{
    [Option("scenario", MetaValue = "FILE", HelpText = "A file of scenarios (YAML or JSON; docs/whatif.md); may be repeated.")]
    public IEnumerable<string> Scenarios { get; set; } = [];

    [Option("from-scratch", HelpText = "Take every pod that is not a daemon's off its node and place all again, with and without the scenario.")]
    public bool FromScratch { get; set; }

    [Option("seeds", Default = 1, MetaValue = "N", HelpText = "Also play with N - 1 more seeds and orders of the pods, and show how far results spread.")]
    public int Seeds { get; set; } = 1;

    [Option("pods", Default = 40, MetaValue = "N", HelpText = "Show at most so many changed pods of a scenario (tables only).")]
    public int Pods { get; set; } = 40;

    [Option("write-snapshot", MetaValue = "DIR", HelpText = "Write the dump of each changed cluster into this folder; a plain replay of it decides the same.")]
    public string? WriteSnapshot { get; set; }

    [Option("lose-zone", MetaValue = "ZONE", HelpText = "All nodes of a zone go.")]
    public IEnumerable<string> LoseZone { get; set; } = [];

    [Option("lose-rack", MetaValue = "RACK", HelpText = "All nodes with this label 'rack' go.")]
    public IEnumerable<string> LoseRack { get; set; } = [];

    [Option("remove", MetaValue = "NODES", HelpText = "Nodes go, by name, pattern or labels (pool=gpu).")]
    public IEnumerable<string> Remove { get; set; } = [];

    [Option("cordon", MetaValue = "NODES", HelpText = "Nodes take no more pods.")]
    public IEnumerable<string> Cordon { get; set; } = [];

    [Option("drain", MetaValue = "NODES", HelpText = "Nodes are cordoned, their pods evicted.")]
    public IEnumerable<string> Drain { get; set; } = [];

    [Option("respect-budgets", HelpText = "Pods that their disruption budget does not let go stay on drained nodes.")]
    public bool RespectBudgets { get; set; }

    [Option("taint", MetaValue = "'NODES TAINT'", HelpText = "Add key=value:effect, or remove key[:effect]-.")]
    public IEnumerable<string> Taint { get; set; } = [];

    [Option("label", MetaValue = "'NODES LABEL'", HelpText = "Set key=value, or remove key-.")]
    public IEnumerable<string> Label { get; set; } = [];

    [Option("set-requests", MetaValue = "'PODS AMOUNTS'", HelpText = "The first container of pods (namespace/name pattern) asks for cpu=2,memory=1Gi; they are replaced.")]
    public IEnumerable<string> SetRequests { get; set; } = [];

    [Option("set-priority", MetaValue = "'PODS NUMBER'", HelpText = "Pods (namespace/name pattern) get this priority.")]
    public IEnumerable<string> SetPriority { get; set; } = [];

    [Option("add-nodes", MetaValue = "NODE:N", HelpText = "N more nodes like this one (or, by turns, like one of each zone that a pattern means), with its daemon pods.")]
    public IEnumerable<string> AddNodes { get; set; } = [];

    [Option("add-pods", MetaValue = "FILE:N", HelpText = "N replicas of what a manifest holds.")]
    public IEnumerable<string> AddPods { get; set; } = [];

    [Option("then-config", MetaValue = "FILE", HelpText = "The scenario has this KubeSchedulerConfiguration.")]
    public string? ThenConfig { get; set; }

    [Option("then-plugin", MetaValue = "DLL", HelpText = "The scenario has the plugins of this assembly too.")]
    public IEnumerable<string> ThenPlugin { get; set; } = [];
}
