using CommandLine;

namespace Scheduler.Bench.Micro;

/// <summary><c>micro</c></summary>
[Verb("micro", HelpText = "What do single kernels and plugins cost? BenchmarkDotNet, in this process.")]
public sealed class MicroOptions
{
    [Option("filter", Default = "*", MetaValue = "GLOB", HelpText = "Benchmarks to run: * and ? in the full name, such as *TaintToleration*.")]
    public string Filter { get; set; } = "*";

    [Option("job", Default = "short", HelpText = "dry (once, no figures), short (3 iterations) or default (as many as it takes).")]
    public string Job { get; set; } = "short";

    [Option("list", HelpText = "Only say which there are.")]
    public bool List { get; set; }
}
