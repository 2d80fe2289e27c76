using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins.DefaultPreemption;

namespace Scheduler.Tests.Plugins.DefaultPreemption;

/// <summary>A cluster where only cpu counts, and an engine with nothing but NodeResourcesFit and DefaultPreemption.</summary>
internal sealed class PreemptionHarness
{
    private static readonly DateTimeOffset Midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Cluster Cluster { get; } = new();

    public PreemptionHarness Node(string name, string cpu)
    {
        Cluster.AddNode(new Node
        {
            Metadata = new() { Name = name },
            Allocatable = ResourceList.From([KeyValuePair.Create("cpu", Quantity.Parse(cpu)), KeyValuePair.Create("pods", Quantity.FromUnits(110))]),
        });
        return this;
    }

    /// <summary>A placed pod; it has been running since this many minutes after midnight.</summary>
    public PreemptionHarness Placed(string name, string node, string cpu, int priority = 0, int minute = 0, string? app = null, bool terminating = false)
    {
        Pod pod = Pod(name, cpu, priority);
        Cluster.SetPod(pod with
        {
            Metadata = pod.Metadata with
            {
                Labels = app is null ? StringMap.Empty : StringMap.Of(("app", app)),
                DeletionTimestamp = terminating ? Midnight : null,
            },
            Spec = pod.Spec with { NodeName = node },
            Status = new()
            {
                StartTime = Midnight.AddMinutes(minute),
                Conditions = terminating ? [new("DisruptionTarget", "True", "PreemptionByScheduler", "")] : [],
            },
        });
        return this;
    }

    public PreemptionHarness Budget(string app, int allowed)
    {
        Cluster.PodDisruptionBudgets.Set(new PodDisruptionBudget
        {
            Metadata = new() { Name = app, Namespace = "default" },
            Selector = new() { MatchLabels = StringMap.Of(("app", app)) },
            DisruptionsAllowed = allowed,
        });
        return this;
    }

    public static Pod Pod(string name, string cpu, int priority, string nominated = "", string policy = "") => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Uid = $"uid-{name}" },
        Spec = new()
        {
            Priority = priority,
            PreemptionPolicy = policy,
            Containers = [new() { Resources = new() { Requests = ResourceList.From([KeyValuePair.Create("cpu", Quantity.Parse(cpu))]) } }],
        },
        Status = new() { NominatedNodeName = nominated },
    };

    /// <summary>What a pod's turn came to.</summary>
    public PostFilterOutcome Decide(Pod pod, DefaultPreemptionArgs? args = null, ulong seed = 0, bool explain = true)
    {
        ProfileSpec spec = new()
        {
            Plugins = new Dictionary<ExtensionPoint, EnabledPlugin[]>
            {
                [ExtensionPoint.Filter] = [new("NodeResourcesFit", 1)],
                [ExtensionPoint.PreFilter] = [new("NodeResourcesFit", 1)],
                [ExtensionPoint.PostFilter] = [new("DefaultPreemption", 1)],
            },
            Args = new Dictionary<string, object> { ["DefaultPreemption"] = args ?? new() },
        };
        PluginCatalog catalog = new(
        [
            PluginDescriptor.Of("NodeResourcesFit", context => new Scheduler.Plugins.NodeResourcesFit.NodeResourcesFit(context)),
            PluginDescriptor.Of("DefaultPreemption", context => new Scheduler.Plugins.DefaultPreemption.DefaultPreemption(context)),
        ]);
        SchedulingEngine engine = new(Cluster, [spec], catalog, FeatureGates.Default, new() { Seed = seed, Explain = explain }, TimeProvider.System);
        Decision decision = engine.Decide(Cluster.Prepare(pod));
        Assert.Equal(DecisionKind.Unschedulable, decision.Kind);
        return decision.PostFilter!;
    }

    /// <summary><c>node: victims</c>, or the message.</summary>
    public string Ask(Pod pod, DefaultPreemptionArgs? args = null, ulong seed = 0)
    {
        PostFilterOutcome outcome = Decide(pod, args, seed);
        return outcome.Result?.NominatedNode is { } node ? $"{node}: {Names(outcome.Result.Victims)}" : outcome.Status.Message;
    }

    public static string Names(IEnumerable<PodInfo> pods) => string.Join(' ', pods.Select(pod => pod.Name));
}
