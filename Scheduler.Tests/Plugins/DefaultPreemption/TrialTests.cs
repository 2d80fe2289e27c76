using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins;
using Scheduler.Plugins.DefaultPreemption;

namespace Scheduler.Tests.Plugins.DefaultPreemption;

/// <summary>Trials by sums and trials by really moving pods must come to the same: random clusters, a printed seed.</summary>
public sealed class TrialTests
{
    private const int Nodes = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Adding_up_says_what_moving_pods_says(int seed)
    {
        Random random = new(seed);
        Cluster cluster = new();
        for (int i = 0; i < Nodes; i++) cluster.AddNode(RandomNode(random, i));
        SchedulingEngine fast = Engine(cluster, EngineKind.Vector), plain = Engine(cluster, EngineKind.Plain);
        int preemptions = 0;
        for (int step = 0; step < 400; step++)
        {
            Change(random, cluster, step);
            PodInfo pod = cluster.Prepare(RandomPod(random, $"new{step}", random.Next(8)));
            string expected = Text(plain.Decide(pod));
            Assert.Equal($"seed {seed} step {step}: {expected}", $"seed {seed} step {step}: {Text(fast.Decide(pod))}");
            if (expected.Contains("victims", StringComparison.Ordinal)) preemptions++;
        }

        Assert.True(preemptions > 50, $"only {preemptions} preemptions");
    }

    private static SchedulingEngine Engine(Cluster cluster, EngineKind kind)
    {
        DefaultPreemptionArgs few = new() { MinCandidateNodesAbsolute = 3, MinCandidateNodesPercentage = 0 };
        ProfileSpec[] profiles =
        [
            .. SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles.Select(
                profile => profile with { Args = new Dictionary<string, object>(profile.Args) { ["DefaultPreemption"] = few } }),
        ];
        return new(cluster, profiles, DefaultPlugins.Catalog, FeatureGates.Default, new() { Engine = kind, Explain = true, Seed = 7 }, TimeProvider.System);
    }

    private static string Text(Decision decision)
    {
        if (decision.PostFilter?.Result is not { NominatedNode: not null } result) return $"{decision.Kind} {decision.Node} {decision.Message}";
        IEnumerable<string> candidates = result.Candidates!.Select(candidate => $"{candidate.Node}({candidate.PdbViolations}): {PreemptionHarness.Names(candidate.Victims)}");
        return $"victims on {result.NominatedNode}: {PreemptionHarness.Names(result.Victims)}\n{string.Join('\n', candidates)}";
    }

    private static void Change(Random random, Cluster cluster, int step)
    {
        for (int i = 0; i < 4; i++)
        {
            Pod pod = RandomPod(random, $"p{random.Next(150)}", random.Next(6));
            if (random.Next(4) == 0) cluster.RemovePod(pod.Metadata.Key);
            else cluster.SetPod(pod with { Spec = pod.Spec with { NodeName = $"n{random.Next(Nodes)}" } });
        }

        switch (random.Next(20))
        {
            case 0:
                cluster.RemoveNode($"n{random.Next(Nodes)}");
                break;
            case 1:
                cluster.AddNode(RandomNode(random, random.Next(Nodes)));
                break;
            case 2:
                cluster.Nominations.Set(cluster.Prepare(RandomPod(random, $"nominated{step}", random.Next(8))), $"n{random.Next(Nodes)}");
                break;
            case 3:
                cluster.PodDisruptionBudgets.Set(new PodDisruptionBudget
                {
                    Metadata = new() { Name = $"b{random.Next(4)}", Namespace = "default" },
                    Selector = new() { MatchLabels = StringMap.Of(("app", $"a{random.Next(4)}")) },
                    DisruptionsAllowed = random.Next(3),
                });
                break;
        }
    }

    private static Node RandomNode(Random random, int i) => new()
    {
        Metadata = new() { Name = $"n{i}" },
        Taints = random.Next(6) == 0 ? [new("dedicated", "x", "NoSchedule")] : [],
        Allocatable = ResourceList.From(
        [
            KeyValuePair.Create("cpu", Quantity.FromUnits(random.Next(2, 5))),
            KeyValuePair.Create("memory", Quantity.FromUnits(random.Next(4, 9) << 20)),
            KeyValuePair.Create("pods", Quantity.FromUnits(random.Next(3, 9))),
            KeyValuePair.Create("example.com/card", Quantity.FromUnits(random.Next(3))),
        ]),
    };

    private static Pod RandomPod(Random random, string name, int priority)
    {
        List<KeyValuePair<string, Quantity>> requests = [KeyValuePair.Create("cpu", Quantity.FromMilli(random.Next(1, 12) * 250))];
        if (random.Next(2) == 0) requests.Add(KeyValuePair.Create("memory", Quantity.FromUnits(random.Next(1, 4) << 20)));
        if (random.Next(5) == 0) requests.Add(KeyValuePair.Create("example.com/card", Quantity.FromUnits(1)));
        return new()
        {
            Metadata = new() { Name = name, Namespace = "default", Uid = $"uid-{name}", Labels = StringMap.Of(("app", $"a{random.Next(4)}")) },
            Spec = new()
            {
                Priority = priority,
                Containers = [new() { Name = "c", Resources = new() { Requests = ResourceList.From(requests) } }],
                Tolerations = random.Next(3) == 0 ? [new("dedicated", "Exists", "", "")] : [],
            },
            Status = new() { StartTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(50)) },
        };
    }
}
