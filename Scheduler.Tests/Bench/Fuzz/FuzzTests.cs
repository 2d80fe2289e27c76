using Scheduler.Bench.Conformance;
using Scheduler.Bench.Fuzz;
using Scheduler.Core.Cycle;

namespace Scheduler.Tests.Bench.Fuzz;

/// <summary>Shaken golden cases: two engines, everything that an explanation shows, decision by decision.</summary>
public sealed class FuzzTests
{
    private const int Decisions = 10_000;

    /// <summary>Another part of the cases every day would make a red run unrepeatable: a failure names its seed instead, and soak runs on.</summary>
    private const ulong FirstSeed = 1;

    [Theory]
    [InlineData(EngineKind.Vector)]
    [InlineData(EngineKind.Incremental)]
    public void Ten_thousand_random_decisions_are_the_same_in_both_engines(EngineKind engine)
    {
        GoldenCase[] cases = [.. GoldenFiles.Read([Fixtures.PathOf("golden")])];
        int compared = 0;
        for (ulong seed = FirstSeed; compared < Decisions; seed++) compared += FuzzCommand.Round(cases, engine, seed);
        Assert.InRange(compared, Decisions, Decisions + 1000);
    }
}
