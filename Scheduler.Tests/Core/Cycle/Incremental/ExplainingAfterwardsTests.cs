using Scheduler.Bench.Generate;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle.Incremental;

/// <summary>Who asks for an explanation after a decision that was made without one gets all its scores, whichever way it was made.</summary>
public sealed class ExplainingAfterwardsTests
{
    [Theory]
    [InlineData(EngineKind.Plain, 2)]
    [InlineData(EngineKind.Vector, 2)]
    [InlineData(EngineKind.Incremental, 1)]
    [InlineData(EngineKind.Incremental, 3)]
    public void Scores_are_those_of_the_plain_engine_that_was_asked_before(EngineKind kind, int keepFrom)
    {
        ReplayInput input = ReplayInput.Build(
            new ClusterGenerator(new() { Nodes = 70, Pods = 300, PendingPercent = 60, Seed = 11 }).Run(), fromScratch: true, byPriority: false, _ => true);
        SchedulingEngine engine = Engine(input.Cluster, new() { Engine = kind, KeepShapesFrom = keepFrom, KeepReasons = true });
        SchedulingEngine plain = Engine(input.Cluster, new() { Engine = EngineKind.Plain, Explain = true, KeepReasons = true });
        int compared = 0;
        foreach (PodInfo pod in input.Queue)
        {
            if (engine.Gate(pod) is not null) continue;
            plain.Decide(pod);
            Explanation expected = plain.Explain();
            Decision decision = engine.Decide(pod);
            Explanation got = engine.Explain();
            Assert.Equal(expected.Feasible, got.Feasible);
            if (decision.FeasibleCount > 1)
            {
                Assert.Equal(expected.Decision.TopNodes, decision.TopNodes);
                Assert.Equal(decision.Node, decision.TopNodes[0].Node);
            }

            // A single node is taken without scores.
            if (expected.Scoring is { } scoring && expected.Feasible.Length > 1)
            {
                compared++;
                Assert.Equal(scoring.Total, got.Scoring!.Total);
                Assert.Equal(scoring.Plugins.Select(Text), got.Scoring.Plugins.Select(Text));
            }

            if (decision.Kind == DecisionKind.Placed) engine.Assume(pod, decision.Node, null, out _);
        }

        Assert.True(compared > 100, $"{compared} compared");
    }

    private static string Text(PluginScores scores) => $"{scores.Plugin}: {string.Join(' ', scores.Raw)} | {string.Join(' ', scores.Normalized)}";

    private static SchedulingEngine Engine(Cluster cluster, CycleOptions options) => new(
        cluster, SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles, DefaultPlugins.Catalog, FeatureGates.Default, options, TimeProvider.System);
}
