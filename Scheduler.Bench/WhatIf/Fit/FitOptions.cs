using CommandLine;
using Scheduler.Bench.WhatIf.Worlds;

namespace Scheduler.Bench.WhatIf.Fit;

/// <summary><c>fit SNAPSHOT</c></summary>
[Verb("fit", HelpText = "How many more of a pod fit, and where?")]
public sealed class FitOptions : WorldOptions
{
    [Option("pod", MetaValue = "NAMESPACE/NAME", HelpText = "A pod of the dump to copy.")]
    public string? Pod { get; set; }

    [Option("manifest", MetaValue = "FILE", HelpText = "A pod, or a workload with a pod template.")]
    public string? Manifest { get; set; }

    [Option("max", Default = 10000, HelpText = "The most copies to try.")]
    public int Max { get; set; } = 10_000;
}
