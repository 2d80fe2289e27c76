using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle;

/// <summary>One "no node fits" serves all pods like the first, until something changes.</summary>
public sealed class UnschedulableAnswersTests
{
    private static readonly PodSpec TooBig = new() { Containers = [new() { Resources = new() { Requests = ResourceList.From([new("cpu", Quantity.FromUnits(9))]) } }] };

    private readonly Cluster cluster = new();
    private readonly SchedulingEngine engine;

    public UnschedulableAnswersTests()
    {
        cluster.AddNode(MakeNode("a", 4));
        engine = new(cluster, SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles, DefaultPlugins.Catalog, FeatureGates.Default, new(), TimeProvider.System);
    }

    [Fact]
    public void Pods_of_one_spec_share_an_answer()
    {
        Decision first = engine.Decide(Pod("p1", TooBig)).Copy();
        Decision second = engine.Decide(Pod("p2", TooBig));
        Assert.Equal(1, engine.Counters.ReusedAnswers);
        Assert.Equal("default/p2", second.Pod);
        Assert.Equal(first.Message, second.Message);
        Assert.Equal(DecisionKind.Unschedulable, second.Kind);
    }

    [Fact]
    public void A_change_ends_it()
    {
        engine.Decide(Pod("p1", TooBig));
        cluster.AddNode(MakeNode("b", 16));
        Assert.Equal(DecisionKind.Placed, engine.Decide(Pod("p2", TooBig)).Kind);
        Assert.Equal(0, engine.Counters.ReusedAnswers);
    }

    [Fact]
    public void Other_labels_or_another_spec_are_asked_anew()
    {
        engine.Decide(Pod("p1", TooBig));
        engine.Decide(Pod("p2", TooBig, ("app", "web")));
        engine.Decide(Pod("p3", TooBig with { Priority = 5 }));
        Assert.Equal(0, engine.Counters.ReusedAnswers);
    }

    [Fact]
    public void A_pod_that_can_preempt_is_never_answered_from_memory()
    {
        cluster.SetPod(new Pod
        {
            Metadata = new() { Namespace = "default", Name = "v", Uid = "v" },
            Spec = new() { NodeName = "a", Priority = -1, Containers = [Container(4)] },
        });
        PodSpec fits = new() { Containers = [Container(4)] };
        for (int i = 0; i < 3; i++) Assert.Equal("a", engine.Decide(Pod($"p{i}", fits)).PostFilter!.Result!.NominatedNode);
        Assert.Equal(0, engine.Counters.ReusedAnswers);
    }

    private static Container Container(long cpu) => new() { Resources = new() { Requests = ResourceList.From([new("cpu", Quantity.FromUnits(cpu))]) } };

    private static Node MakeNode(string name, long cpu) => new()
    {
        Metadata = new() { Name = name },
        Allocatable = ResourceList.From([new("cpu", Quantity.FromUnits(cpu)), new("pods", Quantity.FromUnits(10))]),
    };

    private PodInfo Pod(string name, PodSpec spec, params (string, string)[] labels) => cluster.Prepare(new Pod
    {
        Metadata = new() { Namespace = "default", Name = name, Uid = name, Labels = StringMap.Of(labels) },
        Spec = spec,
    });
}
