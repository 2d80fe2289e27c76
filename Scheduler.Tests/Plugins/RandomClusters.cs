using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Plugins;

/// <summary>Small clusters in which everything happens that plugins for single nodes read. The same seed gives the same cluster and the same pods.</summary>
internal sealed class RandomClusters(int seed)
{
    private const string Gpu = "example.com/gpu";

    private readonly Random random = new(seed);
    private int made;

    public Cluster Cluster { get; } = new();

    public void AddNodes(int count)
    {
        for (int i = 0; i < count; i++) Cluster.AddNode(Node($"n{made++}"));
    }

    public Node Node(string name)
    {
        List<(string, string)> labels = [("zone", Pick("a", "b", "c")), ("size", Pick("1", "5", "12", "x"))];
        if (Chance(50)) labels.Add(("disk", Pick("ssd", "hdd")));
        List<(string, string)> offers = [("cpu", Pick("1", "4", "7900m", "0")), ("memory", Pick("1Gi", "8Gi", "100Ei", "33554431"))];
        if (Chance(80)) offers.Add(("pods", Pick("0", "3", "110")));
        if (Chance(40)) offers.Add((Gpu, Pick("0", "2", "8")));
        if (Chance(30)) offers.Add(("ephemeral-storage", "10Gi"));
        return new()
        {
            Metadata = new() { Name = name, Labels = StringMap.Of([.. labels]) },
            Allocatable = Given.Resources([.. offers]),
            Unschedulable = Chance(15),
            Taints = [.. Some(2, () => new Taint(Pick("k", "l"), Pick("", "1", "7"), Pick("NoSchedule", "NoExecute", "PreferNoSchedule")))],
            Images = [.. Some(3, () => new ContainerImage([Pick("app:latest", "db:1", "reg:5000/x:latest")], random.NextInt64(2L << 30)))],
            DeclaredFeatures = [.. Some(2, () => Pick("RestartAllContainersOnContainerExits", "UserNamespacesHostNetworkSupport"))],
        };
    }

    public PodInfo Pod() => Cluster.Prepare(MakePod());

    /// <summary>Something happens: pods and nodes come, change and go.</summary>
    public void Churn()
    {
        int row = Cluster.Nodes.Live.First + random.Next(Cluster.Nodes.RowCount);
        bool live = row < Cluster.Nodes.RowCount && Cluster.Nodes.Live.Contains(row);
        switch (random.Next(5))
        {
            case 0 when live: Cluster.RemoveNode(Cluster.Nodes.Name(row)); break;
            case 1 when live: Cluster.UpdateNode(Node(Cluster.Nodes.Name(row))); break;
            case 2 when live && Cluster.Nodes.Pods(row).Length > 0: Cluster.RemovePod(Cluster.Nodes.Pods(row)[0].Key); break;
            case 3: AddNodes(1); break;
            default:
                if (live) Cluster.AddPod(Pod(), Cluster.Nodes.Name(row));
                break;
        }
    }

    private Pod MakePod()
    {
        List<(string, string)> requests = [];
        if (Chance(80)) requests.Add(("cpu", Pick("0", "100m", "1", "3")));
        if (Chance(80)) requests.Add(("memory", Pick("0", "64Mi", "1Gi", "50Ei")));
        if (Chance(30)) requests.Add((Gpu, Pick("0", "1", "3")));
        if (Chance(20)) requests.Add(("ephemeral-storage", "6Gi"));
        Container main = Given.Container("main", [.. requests]) with
        {
            Image = Pick("app", "db:1", "none", "reg:5000/x"),
            Ports = [.. Some(2, () => new ContainerPort(random.Next(3) * 80, 80, Pick("", "TCP", "UDP"), Pick("", "10.0.0.1", "0.0.0.0"), ""))],
            RestartPolicyRuleActions = Chance(10) ? ["RestartAllContainers"] : [],
        };
        return new()
        {
            Metadata = new() { Name = $"p{made}", Namespace = "default", Uid = $"uid-{made++}" },
            Spec = new()
            {
                Containers = Chance(20) ? [main, Given.Container("side", ("cpu", "50m"))] : [main],
                NodeSelector = Chance(25) ? StringMap.Of(("zone", Pick("a", "b"))) : null,
                Affinity = Chance(50) ? new() { NodeAffinity = Affinity() } : null,
                Tolerations = [.. Some(3, () => new Toleration(Pick("", "k", "l", "node.kubernetes.io/unschedulable"), Pick("Exists", "Equal", "", "Lt", "Gt"), Pick("", "1", "5"), Pick("", "NoSchedule", "NoExecute", "PreferNoSchedule")))],
                HostNetwork = Chance(10),
                HostUsers = Chance(20) ? false : null,
                NodeName = Chance(5) ? $"n{random.Next(8)}" : "",
                Volumes = Chance(10) ? [new() { Name = "i", ImageReference = "db:1" }] : [],
            },
        };
    }

    private Scheduler.Core.Objects.NodeAffinity Affinity() => new()
    {
        Required = Chance(60) ? new([.. Some(2, Term)]) : null,
        Preferred = Chance(60) ? [.. Some(3, () => new PreferredSchedulingTerm(random.Next(4) * 30, Term()))] : null,
    };

    private NodeSelectorTerm Term() => new()
    {
        MatchExpressions = [.. Some(2, Expression)],
        MatchFields = Chance(20) ? [new("metadata.name", Pick("In", "NotIn"), [$"n{random.Next(8)}"])] : [],
    };

    private SelectorRequirement Expression() => random.Next(6) switch
    {
        0 => new("zone", "In", ["a", "b"]),
        1 => new("disk", "NotIn", ["ssd"]),
        2 => new("disk", "Exists", []),
        3 => new("disk", "DoesNotExist", []),
        4 => new("size", "Gt", ["4"]),
        _ => new("size", "Lt", ["12"]),
    };

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];

    private IEnumerable<T> Some<T>(int most, Func<T> make) => Enumerable.Range(0, random.Next(most + 1)).Select(_ => make());
}
