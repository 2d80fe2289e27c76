using CommandLine;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Relax;

/// <summary><c>relax SNAPSHOT</c></summary>
[Verb("relax", HelpText = "What is the least change that would place a pending pod? Every suggestion has been tried, and one step less does not do.")]
public sealed class RelaxOptions : WorldOptions
{
    [Option("pod", Default = "*", MetaValue = "NAMESPACE/NAME", HelpText = "Pending pods by name or pattern; of pods with one owner the first is looked at.")]
    public string Pod { get; set; } = "*";
}
