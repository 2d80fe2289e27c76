using Scheduler.Bench.Replay;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Tests.Bench.Replay;

/// <summary>The same input gives the same decisions: in every run, on any number of threads, with either engine, at any vector width (CI repeats these tests at each).</summary>
public sealed class DecisionHashTests
{
    /// <summary>Of <c>eu-1</c> from scratch with seed 0. Changes only when decisions, their lines, or the tie rule change.</summary>
    private const string ExpectedHash = "d011568bb7a1c9f540639b1eb5a35af4ae7969b4dd3972f94fbf7bd4fa3b1f28";

    private static readonly SchedulerConfiguration Configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);

    [Theory]
    [InlineData(EngineKind.Vector, 1)]
    [InlineData(EngineKind.Vector, 2)]
    [InlineData(EngineKind.Plain, 1)]
    [InlineData(EngineKind.Plain, 2)]
    [InlineData(EngineKind.Plain, 4)]
    public void Threads_and_engines_do_not_change_the_hash(EngineKind engine, int parallelism) =>
        Assert.Equal(ExpectedHash, Replay(new() { Engine = engine, Parallelism = parallelism }).DecisionHash);

    [Fact]
    public void Twenty_runs_have_one_hash()
    {
        ClusterObjects objects = Load();
        HashSet<string> hashes = [.. Enumerable.Range(0, 20).Select(_ => Replay(new(), objects).DecisionHash)];
        Assert.Equal(ExpectedHash, Assert.Single(hashes));
    }

    [Fact]
    public void Another_seed_breaks_ties_in_another_way() => Assert.NotEqual(ExpectedHash, Replay(new() { Seed = 7 }).DecisionHash);

    [Fact]
    public void Keeping_reasons_changes_no_decision() => Assert.Equal(ExpectedHash, Replay(new() { KeepReasons = true }).DecisionHash);

    private static ClusterObjects Load() => ClusterFiles.Load(Fixtures.PathOf("clusters/eu-1.json.gz"));

    private static ReplayResult Replay(CycleOptions options, ClusterObjects? objects = null)
    {
        ReplayInput input = ReplayInput.Build(objects ?? Load(), fromScratch: true, byPriority: false, _ => true);
        SchedulingEngine engine = new(input.Cluster, Configuration.Profiles, DefaultPlugins.Catalog, FeatureGates.Default, options, TimeProvider.System);
        return new Replayer(engine, input).Run();
    }
}
