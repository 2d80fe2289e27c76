using System.Globalization;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Generate;

/// <summary>A workload and the spec that its pods share.</summary>
internal sealed record GeneratedWorkload(Workload Owner, Service? Service, PodSpec Spec, int Replicas, string Pool);

/// <summary>Makes workloads with a mix of constraints: plain ones mostly, some with spread, affinity, selectors, tolerations, priorities.</summary>
internal sealed class WorkloadFactory(SeededRandom random, int zones)
{
    public static readonly string[] Namespaces = ["kube-system", "web", "api", "data", "batch", "ml", "team-a", "team-b", "team-c", "team-d"];

    private const string Zone = "topology.kubernetes.io/zone";
    private const string Hostname = "kubernetes.io/hostname";
    private static readonly int[] CpuMilli = [50, 100, 100, 250, 250, 500, 500, 1000, 2000];
    private static readonly int[] MemoryMi = [64, 128, 256, 256, 512, 512, 1024, 2048, 4096];
    private static readonly int[] Replicas = [1, 1, 2, 2, 3, 3, 3, 5, 8, 12, 20, 40];
    private static readonly (string Name, int Value)[] Priorities = [("", 0), ("", 0), ("", 0), ("batch", -100), ("prod", 1000), ("prod-critical", 100_000)];

    public static string Image(int number) => string.Create(CultureInfo.InvariantCulture, $"registry.example/app-{number}:v1");

    public static Workload Owner(string kind, string ns, string name, StringMap labels, int replicas) => new()
    {
        Kind = kind,
        Metadata = new() { Name = name, Namespace = ns, Uid = $"{kind}-{ns}-{name}".ToLowerInvariant(), CreationTimestamp = ClusterGenerator.Epoch },
        Selector = new() { MatchLabels = labels },
        Replicas = replicas,
    };

    /// <summary>A daemon pod: pinned to its node, tolerates everything.</summary>
    public static PodSpec DaemonSpec(string node) => new()
    {
        Affinity = new()
        {
            NodeAffinity = new() { Required = new([new() { MatchFields = [new("metadata.name", "In", [node])] }]) },
        },
        Tolerations = [new("", "Exists", "", "")],
        Containers = [MakeContainer(100, 128, 0)],
    };

    public GeneratedWorkload Make(int number)
    {
        string ns = random.Pick<string>(Namespaces.AsSpan(1));
        string app = string.Create(CultureInfo.InvariantCulture, $"app-{number}");
        StringMap labels = StringMap.Of(("app", app), ("tier", random.Pick<string>(["front", "back", "store"])), ("version", random.Percent(80) ? "v1" : "v2"));
        int kind = random.Next(100);
        bool gpu = kind < 3;
        string pool = gpu ? "gpu" : kind < 10 ? "compute" : kind < 15 ? "memory" : kind < 20 ? "spot" : "general";
        (string priorityClass, int priority) = random.Pick<(string, int)>(Priorities);
        PodSpec spec = new()
        {
            Priority = priority,
            PriorityClassName = priorityClass,
            Containers = [WithGpu(MakeContainer(random.Pick<int>(CpuMilli), random.Pick<int>(MemoryMi), random.Next(60)), gpu)],
            NodeSelector = pool == "general" ? null : StringMap.Of(("pool", pool)),
            Tolerations = gpu ? [new(NodePool.Gpu, "Exists", "", "")] : pool == "spot" ? [new("spot", "Equal", "true", "")] : [],
            TopologySpreadConstraints = Spread(labels),
            Affinity = MakeAffinity(labels),
        };
        string ownerKind = random.Percent(10) ? "StatefulSet" : random.Percent(10) ? "Job" : "ReplicaSet";
        int replicas = random.Pick<int>(Replicas);
        Service? service = random.Percent(60) ? new() { Metadata = new() { Name = app, Namespace = ns }, Selector = StringMap.Of(("app", app)) } : null;
        return new(Owner(ownerKind, ns, app, labels, replicas), service, spec, replicas, pool);
    }

    private TopologySpreadConstraint[] Spread(StringMap labels)
    {
        LabelSelector selector = new() { MatchLabels = StringMap.Of(("app", labels["app"]!)) };
        int kind = random.Next(100);
        if (kind < 8) return [new() { MaxSkew = 1 + random.Next(2), TopologyKey = Zone, WhenUnsatisfiable = "DoNotSchedule", LabelSelector = selector }];
        if (kind >= 20) return [];
        return
        [
            new() { MaxSkew = 1, TopologyKey = Zone, WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = selector },
            new() { MaxSkew = 1, TopologyKey = Hostname, WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = selector },
        ];
    }

    private Affinity? MakeAffinity(StringMap labels)
    {
        PodAffinityTerm own(string key) => new() { TopologyKey = key, LabelSelector = new() { MatchLabels = StringMap.Of(("app", labels["app"]!)) } };
        switch (random.Next(100))
        {
            case < 6: return new() { PodAntiAffinity = new() { Required = [own(Hostname)] } };
            case < 14: return new() { PodAntiAffinity = new() { Preferred = [new(100, own(Hostname))] } };
            case < 18: return new() { PodAffinity = new() { Required = [own(Zone)] } };
            case < 22:
                string zone = $"zone-{(char)('a' + random.Next(zones))}";
                return new()
                {
                    NodeAffinity = new() { Preferred = [new(50, new() { MatchExpressions = [new(Zone, "In", [zone])] })] },
                };
            case < 26:
                return new()
                {
                    NodeAffinity = new() { Required = new([new() { MatchExpressions = [new("kubernetes.io/arch", "In", ["amd64"])] }]) },
                };
            default: return null;
        }
    }

    private static Container MakeContainer(int cpuMilli, int memoryMi, int image) => new()
    {
        Name = "main",
        Image = Image(image),
        Resources = new()
        {
            Requests = ResourceList.From([new("cpu", Quantity.FromMilli(cpuMilli)), new("memory", Quantity.FromUnits((long)memoryMi << 20))]),
        },
    };

    private static Container WithGpu(Container container, bool gpu) => !gpu ? container : container with
    {
        Resources = new()
        {
            Requests = ResourceList.From([.. container.Resources.Requests.Items.ToArray(), new(NodePool.Gpu, Quantity.FromUnits(1))]),
        },
    };
}
