using Scheduler.Bench.Generate;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cycle.Incremental;

/// <summary>Generated clusters with pods of every kind, changed between decisions: what is kept equals what the plain engine works out, each time.</summary>
public sealed class IncrementalTwinTests
{
    /// <summary>More hosts than a label may have values to be told apart by value, so that classes of single nodes are met too.</summary>
    private const int Nodes = 90;

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(2, true, 1)]
    [InlineData(3, false, 2)]
    [InlineData(4, true, 3)]
    public void Kept_answers_and_the_plain_engine_agree_while_everything_changes(int seed, bool keepReasons, int keepFrom)
    {
        World world = new(seed, new() { KeepReasons = keepReasons, KeepShapesFrom = keepFrom, Seed = (ulong)seed });
        world.Play();
        CycleCounters counters = world.Engine.Counters;
        Assert.Empty(world.Differences);
        Assert.True(counters.Checked > 500, counters.ToString());
        Assert.True(counters.FromGroups > counters.Decisions / 3, counters.ToString());
        Assert.True(counters.RowsReplayed > 0 && counters.Rebuilds > 0, counters.ToString());
    }

    [Fact]
    public void Room_for_few_shapes_changes_no_decision()
    {
        World world = new(8, new() { KeepShapesFrom = 1, KeptBytesMax = 1 });
        world.Play();
        Assert.Empty(world.Differences);
        Assert.True(world.Engine.Counters.FromGroups > 100, world.Engine.Counters.ToString());
    }

    [Fact]
    public void A_plugin_that_declares_nothing_is_asked_about_every_node_that_is_left()
    {
        Naive naive = new();
        World world = new(5, new() { KeepShapesFrom = 1 }, naive);
        world.Play();
        Assert.Empty(world.Differences);
        Assert.True(world.Engine.Counters.FromColumns > 100, world.Engine.Counters.ToString());
        Assert.True(naive.Filtered > 1000 && naive.Scored > 1000);
    }

    [Fact]
    public void A_plugin_that_breaks_its_promise_is_found()
    {
        World world = new(6, new() { KeepShapesFrom = 1 }, new Liar());
#if CHECK_READS
        UndeclaredReadException caught = Assert.Throws<UndeclaredReadException>(world.Play);
        Assert.Equal("plugin \"Extra\" reads Requested of a node and declares only Labels", caught.Message);
#else
        world.Play();
        Assert.NotEmpty(world.Differences);
        Assert.Equal(world.Differences.Count, world.Engine.Counters.Mismatches);
#endif
    }

    [Fact]
    public void Forgetting_changes_nothing()
    {
        World kept = new(7, new()), forgetful = new(7, new()) { Forgets = true }, never = new(7, new() { KeepShapesFrom = int.MaxValue });
        kept.Play();
        forgetful.Play();
        never.Play();
        Assert.Equal(never.Decided, kept.Decided);
        Assert.Equal(never.Decided, forgetful.Decided);
        Assert.Equal(0, never.Engine.Counters.Rebuilds);
    }

    /// <summary>Says nothing about what it reads, and changes its mind by the number of pods.</summary>
    private sealed class Naive : IFilter, IScore
    {
        public int Filtered { get; private set; }

        public int Scored { get; private set; }

        public string Name => "Extra";

        public Verdict Filter(PodInfo pod, NodeView node)
        {
            Filtered++;
            return node.PodCount % 7 == 6 ? Verdict.Unschedulable("seven") : Verdict.Pass;
        }

        public long Score(PodInfo pod, NodeView node)
        {
            Scored++;
            return node.PodCount % 10;
        }
    }

    /// <summary>Claims to read nothing that pods move.</summary>
    private sealed class Liar : IFilter
    {
        public string Name => "Extra";

        public PodFields Reads => PodFields.None;

        public NodeColumns Uses => NodeColumns.Labels;

        public Locality Locality => Locality.Node;

        public Verdict Filter(PodInfo pod, NodeView node) => node.PodCount > 3 ? Verdict.Unschedulable() : Verdict.Pass;
    }

    private sealed class World
    {
        private readonly Random random;
        private readonly Cluster cluster;
        private readonly ReplayInput input;
        private readonly List<string> placed = [];

        public World(int seed, CycleOptions options, IPlugin? extra = null)
        {
            random = new(seed);
            ClusterObjects objects = new ClusterGenerator(new() { Nodes = Nodes, Pods = 900, PendingPercent = 60, Seed = (ulong)seed }).Run();
            input = ReplayInput.Build(objects, fromScratch: true, byPriority: false, _ => true);
            cluster = input.Cluster;
            PluginCatalog catalog = extra is null ? DefaultPlugins.Catalog : DefaultPlugins.Catalog.With(Descriptor(extra));
            ProfileSpec profile = SchedulerConfiguration.Default(catalog, FeatureGates.Default).Profiles[0];
            if (extra is not null) profile = With(profile, extra);
            Engine = new(cluster, [profile], catalog, FeatureGates.Default, options with { Check = CheckRate.Full, CheckFailed = Differences.Add }, TimeProvider.System);
        }

        public SchedulingEngine Engine { get; }

        public bool Forgets { get; init; }

        public List<CheckDifference> Differences { get; } = [];

        public List<string> Decided { get; } = [];

        public void Play()
        {
            foreach (PodInfo pod in input.Queue)
            {
                if (random.Next(3) == 0) Disturb();
                if (Forgets && Decided.Count % 5 == 0) Engine.Forget();
                if (Engine.Gate(pod) is not null) continue;
                Decision decision = Engine.Decide(pod);
                Decided.Add($"{pod.Key} {decision.Kind} {decision.Node} {decision.FeasibleCount} {decision.Score} {decision.Message}");
                if (decision.Kind == DecisionKind.Placed && Engine.Assume(pod, decision.Node, null, out _).IsSuccess) placed.Add(pod.Key);
            }
        }

        private void Disturb()
        {
            int row = random.Next(cluster.Nodes.RowCount);
            if (!cluster.Nodes.Live.Contains(row)) return;
            Node node = cluster.Nodes.Node(row);
            switch (random.Next(9))
            {
                case 0: cluster.UpdateNode(node with { Unschedulable = !node.Unschedulable }); break;
                case 1: cluster.UpdateNode(node with { Taints = node.Taints.Length > 0 ? [] : [new("shaken", "", random.Next(2) == 0 ? "PreferNoSchedule" : "NoSchedule")] }); break;
                case 2: Label(node, "topology.kubernetes.io/zone", $"zone-{"abc"[random.Next(3)]}"); break;
                case 3: Label(node, "kubernetes.io/hostname", $"renamed-{random.Next(1000)}"); break;
                case 4 when random.Next(4) == 0: cluster.RemoveNode(node.Metadata.Name); break;
                case 5 when random.Next(4) == 0:
                    cluster.AddNode(node with { Metadata = node.Metadata with { Name = $"new-{random.Next(100)}", Labels = node.Metadata.Labels.With("kubernetes.io/hostname", $"new-{random.Next(100)}") } });
                    break;
                default:
                    for (int i = random.Next(4); i > 0 && placed.Count > 0; i--)
                    {
                        int at = random.Next(placed.Count);
                        cluster.RemovePod(placed[at]);
                        placed.RemoveAt(at);
                    }

                    break;
            }
        }

        private void Label(Node node, string key, string value) =>
            cluster.UpdateNode(node with { Metadata = node.Metadata with { Labels = node.Metadata.Labels.With(key, value) } });

        private static PluginDescriptor Descriptor(IPlugin extra) => extra is Naive naive
            ? PluginDescriptor.Of("Extra", _ => naive)
            : PluginDescriptor.Of("Extra", _ => new Liar());

        private static ProfileSpec With(ProfileSpec profile, IPlugin extra)
        {
            Dictionary<ExtensionPoint, EnabledPlugin[]> points = new(profile.Plugins);
            points[ExtensionPoint.Filter] = [.. points[ExtensionPoint.Filter], new("Extra", 1)];
            if (extra is IScore) points[ExtensionPoint.Score] = [.. points[ExtensionPoint.Score], new("Extra", 2)];
            return profile with { Plugins = points };
        }
    }
}
