using System.Globalization;
using System.Text;
using Scheduler.Bench.Generate;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Tests.Core.Cache;

public class ClusterBranchTests
{
    private readonly ClusterObjects objects = new ClusterGenerator(new() { Nodes = 40, Pods = 300, Seed = 7 }).Run();
    private readonly Cluster cluster = new();
    private readonly List<PodInfo> waiting = [];

    public ClusterBranchTests()
    {
        cluster.LoadObjects(objects);
        foreach (Pod pod in objects.Pods)
            if (cluster.SetPod(pod) is null) waiting.Add(cluster.Prepare(pod));
        foreach (PodInfo pod in waiting.Take(3)) cluster.Nominations.Set(pod, objects.Nodes[0].Metadata.Name);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void What_is_written_in_branches_is_gone_after_them(ulong seed)
    {
        SeededRandom random = new(seed);
        string before = Fingerprint();
        using (cluster.Branch())
        {
            Disturb(random, 60);
            string between = Fingerprint();
            Assert.NotEqual(before, between);
            using (cluster.Branch()) Disturb(random, 60);
            Assert.Equal(between, Fingerprint());
            Disturb(random, 20);
        }

        Assert.Equal(before, Fingerprint());
    }

    [Theory]
    [InlineData(EngineKind.Vector)]
    [InlineData(EngineKind.Plain)]
    public void An_engine_that_lived_through_branches_decides_like_a_new_one(EngineKind kind)
    {
        SeededRandom random = new(11);
        SchedulingEngine old = Engine(kind);
        string[] expected = Decide(Engine(EngineKind.Plain));
        for (int round = 0; round < 10; round++)
        {
            using (cluster.Branch())
            {
                Disturb(random, 30);
                Assert.Equal(Decide(Engine(EngineKind.Plain)), Decide(old));
            }

            Assert.Equal(expected, Decide(old));
        }
    }

    [Fact]
    public void An_object_that_was_removed_comes_back_to_its_place()
    {
        string[] keys = [.. cluster.Services.All.Select(service => service.Metadata.Key)];
        using (cluster.Branch())
        {
            cluster.Services.Remove(keys[0]);
            cluster.Services.Set(new() { Metadata = new() { Name = "new", Namespace = "web" } });
            cluster.Services.Assume(cluster.Services.Find(keys[1])! with { Selector = null });
        }

        Assert.Equal(keys, cluster.Services.All.Select(service => service.Metadata.Key));
        Assert.NotNull(cluster.Services.Find(keys[1])!.Selector);
    }

    [Fact]
    public void Ending_a_branch_twice_takes_nothing_back_twice()
    {
        ClusterBranch branch = cluster.Branch();
        cluster.RemoveNode(objects.Nodes[3].Metadata.Name);
        branch.Dispose();
        string after = Fingerprint();
        branch.Dispose();
        Assert.Equal(after, Fingerprint());
    }

    private SchedulingEngine Engine(EngineKind kind) => new(
        cluster, SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default).Profiles, DefaultPlugins.Catalog, FeatureGates.Default,
        new() { Engine = kind }, TimeProvider.System);

    /// <summary>Decides every waiting pod on the state as it is, without assuming.</summary>
    private string[] Decide(SchedulingEngine engine) => [.. waiting.Select(pod => DecisionHash.Line(engine.Decide(pod)))];

    private void Disturb(SeededRandom random, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            PodInfo[] placed = [.. cluster.Pods.Classes.SelectMany(one => one.Members.ToArray()).OrderBy(pod => pod.Key, StringComparer.Ordinal)];
            string[] names = [.. LiveNames()];
            string name = random.Pick<string>(names);
            Node node = cluster.Nodes.Node(cluster.Nodes.RowOf(name));
            switch (random.Next(8))
            {
                case 0: cluster.RemoveNode(name); break;
                case 1: cluster.AddNode(node with { Metadata = node.Metadata with { Name = $"{name}-{random.Next(1000)}" } }); break;
                case 2: cluster.UpdateNode(node with { Unschedulable = !node.Unschedulable, Taints = [new("t", $"{random.Next(3)}", "NoSchedule")] }); break;
                case 3: cluster.UpdateNode(node with { Metadata = node.Metadata with { Labels = node.Metadata.Labels.With("topology.kubernetes.io/zone", $"zone-{random.Next(4)}") } }); break;
                case 4: cluster.RemovePod(random.Pick<PodInfo>(placed).Key); break;
                case 5:
                    PodInfo moved = random.Pick<PodInfo>(placed);
                    cluster.RemovePod(moved.Key);
                    cluster.AddPod(moved, random.Percent(80) ? name : "nowhere");
                    break;
                case 6: cluster.Nominations.Set(random.Pick<PodInfo>(waiting.ToArray()), name); break;
                default: cluster.Nominations.Remove(random.Pick<PodInfo>(waiting.ToArray())); break;
            }
        }
    }

    private List<string> LiveNames()
    {
        List<string> names = [];
        foreach (int row in cluster.Nodes.Live) names.Add(cluster.Nodes.Name(row));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private string Fingerprint()
    {
        StringBuilder text = new();
        foreach (string name in LiveNames())
        {
            NodeView node = cluster.Nodes[cluster.Nodes.RowOf(name)];
            text.Append(CultureInfo.InvariantCulture, $"{name} {node.IsUnschedulable} {node.Node.Metadata.Labels} {node.Taints.Length} {node.AllocatablePods} {node.NonZeroCpuMilli} {node.NonZeroMemoryBytes} {node.HostPorts.Count}");
            for (int resource = 0; resource < cluster.Resources.Count; resource++)
                text.Append(CultureInfo.InvariantCulture, $" {node.Requested(resource)}/{node.Allocatable(resource)}");
            text.AppendJoin(' ', node.Pods.ToArray().Select(pod => pod.Key).Order(StringComparer.Ordinal)).AppendLine();
        }

        foreach (string name in cluster.Nominations.Nodes.Order(StringComparer.Ordinal))
            text.Append(name).Append(" nominated ").AppendJoin(' ', cluster.Nominations.On(name)).AppendLine();
        text.AppendJoin(' ', cluster.Services.All.Select(service => service.Metadata.Key));
        return text.Append(CultureInfo.InvariantCulture, $" {cluster.Pods.Count} {cluster.PodsAsideCount}").ToString();
    }
}
