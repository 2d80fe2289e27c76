using CommandLine;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Empty;

/// <summary><c>empty SNAPSHOT</c></summary>
[Verb("empty", HelpText = "Which nodes could be emptied, each alone and together?")]
public sealed class EmptyOptions : WorldOptions
{
    [Option("nodes", Default = "*", MetaValue = "NODES", HelpText = "Only nodes of this name or pattern.")]
    public string Nodes { get; set; } = "*";
}
