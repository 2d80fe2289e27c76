using Scheduler.Bench.Conformance;
using Scheduler.Core.Cycle;
using Scheduler.Plugins;

namespace Scheduler.Tests.Bench.Conformance;

/// <summary>The reference scheduler's own decisions: every rejection, score, total, message and preemption.</summary>
public sealed class GoldenTests
{
    /// <summary>Claims of devices are not evaluated yet.</summary>
    private const string NotYet = "dra-";

    public static TheoryData<string> Families => [.. Directory
        .EnumerateFiles(Fixtures.PathOf("golden"), "*.jsonl.gz")
        .Select(file => Path.GetFileName(file)[..^".jsonl.gz".Length])
        .Where(family => !family.StartsWith(NotYet, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Families))]
    public void The_plain_engine_decides_like_the_reference(string family) => Check(family, EngineKind.Plain);

    [Theory]
    [MemberData(nameof(Families))]
    public void The_vector_engine_decides_like_the_reference(string family) => Check(family, EngineKind.Vector);

    [Theory]
    [MemberData(nameof(Families))]
    public void The_incremental_engine_decides_like_the_reference(string family) => Check(family, EngineKind.Incremental);

    /// <summary>Without the plugins that came later, only cases that these plugins decide differ (here: none).</summary>
    [Theory]
    [InlineData("fit-basic")]
    [InlineData("spread-soft")]
    [InlineData("tiny")]
    public void What_plugins_contribute_can_be_left_out(string family)
    {
        HashSet<string> without = ["VolumeRestrictions", "NodeVolumeLimits", "VolumeBinding", "VolumeZone", "DynamicResources", "DefaultPreemption"];
        CaseRunner runner = new(DefaultPlugins.Catalog, new(without), new() { TieBreakByName = true, Explain = true });
        Assert.All(GoldenFiles.Read([Fixtures.PathOf($"golden/{family}.jsonl.gz")]), golden => Assert.Null(runner.Run(golden)));
    }

    [Fact]
    public void The_golden_set_is_complete()
    {
        Assert.Equal(67, Directory.EnumerateFiles(Fixtures.PathOf("golden"), "*.jsonl.gz").Count());
        Assert.Equal(1007, GoldenFiles.Read([Fixtures.PathOf("golden")]).Count());
    }

    private static void Check(string family, EngineKind engine)
    {
        CaseRunner runner = new(DefaultPlugins.Catalog, new(new HashSet<string>()), new() { Engine = engine, TieBreakByName = true, Explain = true, KeepShapesFrom = 1 });
        CaseFailure[] failures = [.. GoldenFiles.Read([Fixtures.PathOf($"golden/{family}.jsonl.gz")]).Select(runner.Run).OfType<CaseFailure>()];
        Assert.True(failures.Length == 0, string.Join('\n', failures.Take(5).Select(failure =>
            $"{failure.Case} {failure.Pod} {failure.Difference.Field}\n  expected {failure.Difference.Expected}\n  got      {failure.Difference.Got}")));
    }
}
