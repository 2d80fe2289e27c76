using CommandLine;

namespace Scheduler.Bench.Fuzz;

/// <summary><c>fuzz PATH…</c></summary>
[Verb("fuzz", HelpText = "Shake golden cases at random and decide everything with two engines: they must agree.")]
public sealed class FuzzOptions
{
    [Value(0, MetaName = "PATH", Required = true, HelpText = "Case files or folders of them: their clusters and pods are the material.")]
    public IEnumerable<string> Paths { get; set; } = [];

    [Option("decisions", Default = 10_000, HelpText = "How many decisions are compared.")]
    public int Decisions { get; set; }

    [Option("seed", Default = 1UL, HelpText = "Seed of the first round; round i has seed + i.")]
    public ulong Seed { get; set; }

    [Option("engine", Default = "incremental", HelpText = "The engine that is compared with the plain one.")]
    public string Engine { get; set; } = "incremental";
}
