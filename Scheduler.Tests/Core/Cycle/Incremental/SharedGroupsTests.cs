using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle.Incremental;

/// <summary>Many small workloads that ask for the same: what is counted differs on a few nodes only, so they share their groups of nodes.</summary>
public sealed class SharedGroupsTests
{
    /// <summary>More hosts than a label may have values to be told apart by value.</summary>
    private const int Nodes = 80;

    private const int Workloads = 25;

    private static readonly PodSpec Small = new() { Containers = [new() { Resources = new() { Requests = ResourceList.From([new("cpu", Quantity.FromUnits(1))]) } }] };

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Groups_are_made_once_for_all_of_them(int podsOfEach)
    {
        List<CheckDifference> differences = [];
        Cluster cluster = new();
        for (int i = 0; i < Nodes; i++) cluster.AddNode(MakeNode(i));
        for (int i = 0; i < Workloads; i++)
            cluster.Services.Set(new Service { Metadata = new() { Namespace = "default", Name = $"app{i}" }, Selector = StringMap.Of(("app", $"app{i}")) });
        SchedulingEngine engine = new(
            cluster,
            SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles,
            DefaultPlugins.Catalog,
            FeatureGates.Default,
            new() { Check = CheckRate.Full, CheckFailed = differences.Add },
            TimeProvider.System);
        for (int i = 0; i < Workloads * podsOfEach; i++)
        {
            PodInfo pod = cluster.Prepare(Pod(i));
            Decision decision = engine.Decide(pod);
            Assert.Equal(DecisionKind.Placed, decision.Kind);
            Assert.True(engine.Assume(pod, decision.Node, null, out _).IsSuccess);
        }

        Assert.Empty(differences);
        Assert.Equal(1, engine.Counters.Rebuilds);

        // One for all; and where a workload has grown beyond a few nodes, one of its own.
        int own = podsOfEach > Nodes / 2 ? Workloads : 0;
        Assert.InRange(engine.Counters.GroupRebuilds, 1, 1 + own);
    }

    private static Node MakeNode(int number) => new()
    {
        Metadata = new()
        {
            Name = $"n{number}",
            Labels = StringMap.Of(("kubernetes.io/hostname", $"n{number}"), ("topology.kubernetes.io/zone", $"z{number % 3}")),
        },
        Allocatable = ResourceList.From([new("cpu", Quantity.FromUnits(64)), new("pods", Quantity.FromUnits(110))]),
    };

    private static Pod Pod(int number) => new()
    {
        Metadata = new() { Namespace = "default", Name = $"p{number}", Uid = $"p{number}", Labels = StringMap.Of(("app", $"app{number % Workloads}")) },
        Spec = Small,
    };
}
