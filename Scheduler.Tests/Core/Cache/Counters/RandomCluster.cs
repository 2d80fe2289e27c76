using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Tests.Core.Cache.Counters;

/// <summary>A small cluster in which nodes, pods and namespaces come, change and go by a seed; rich in what spreading and pod affinity read.</summary>
public sealed class RandomCluster
{
    public const string Zone = "topology.kubernetes.io/zone";
    public const string Host = "kubernetes.io/hostname";
    public const string Rack = "rack";

    private static readonly string[] NamespaceNames = ["default", "team-a", "team-b"];

    private readonly Random random;
    private readonly List<string> nodes = [];
    private readonly List<string> pods = [];
    private int made;

    public RandomCluster(int seed)
    {
        random = new(seed);
        foreach (string name in NamespaceNames[..2]) SetNamespace(name);
        for (int i = 0; i < 4; i++) AddNode();
        for (int i = 0; i < 10; i++) AddPod();
    }

    public Cluster Cluster { get; } = new();

    public int Next(int max) => random.Next(max);

    public bool OneIn(int n) => random.Next(n) == 0;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>Something happens.</summary>
    public void Step()
    {
        switch (random.Next(20))
        {
            case 0: AddNode(); break;
            case 1 when nodes.Count > 3: RemoveNode(); break;
            case 2 or 3: ChangeNode(); break;
            case 4: SetNamespace(Pick(NamespaceNames)); break;
            case 5 when OneIn(4): Cluster.Namespaces.Remove(Pick(NamespaceNames)); break;
            case < 11 when pods.Count > 0: RemovePod(); break;
            default: AddPod(); break;
        }
    }

    /// <summary>A pod that waits.</summary>
    public PodInfo WaitingPod() => Cluster.Prepare(MakePod($"waiting-{made++}", ""));

    /// <summary>Places a pod on a node by name; the caller gives the node it decided for.</summary>
    public void Assume(PodInfo pod, int row)
    {
        Cluster.AddPod(pod, Cluster.Nodes.Name(row));
        pods.Add(pod.Key);
    }

    /// <summary>A placed pod of a random node, or null where there is none.</summary>
    public PodInfo? PlacedPod()
    {
        PodInfo? pod = pods.Count == 0 ? null : Cluster.FindPod(pods[random.Next(pods.Count)]);
        return pod is { Row: >= 0 } ? pod : null;
    }

    public int RandomRow()
    {
        int[] rows = [.. Rows()];
        return rows[random.Next(rows.Length)];
    }

    public IEnumerable<int> Rows()
    {
        List<int> rows = [];
        foreach (int row in Cluster.Nodes.Live) rows.Add(row);
        return rows;
    }

    public LabelSelector? MakeSelector()
    {
        if (OneIn(12)) return null;
        if (OneIn(12)) return new();
        return random.Next(4) switch
        {
            0 => new() { MatchExpressions = [new("app", Pick("In", "NotIn"), [Pick("a", "b"), Pick("b", "c")])] },
            1 => new() { MatchExpressions = [new(Pick("app", "tier"), Pick("Exists", "DoesNotExist"), [])] },
            2 => new() { MatchLabels = StringMap.Of(("app", Pick("a", "b", "c")), ("tier", Pick("x", "y"))) },
            _ => new() { MatchLabels = StringMap.Of(("app", Pick("a", "b", "c"))) },
        };
    }

    private void AddNode()
    {
        string name = $"n{made++}";
        nodes.Add(name);
        Cluster.AddNode(MakeNode(name));
    }

    private void RemoveNode()
    {
        string name = nodes[random.Next(nodes.Count)];
        nodes.Remove(name);
        Cluster.RemoveNode(name);
    }

    private void ChangeNode() => Cluster.UpdateNode(MakeNode(nodes[random.Next(nodes.Count)]));

    private void AddPod()
    {
        string node = OneIn(30) ? "nowhere" : nodes[random.Next(nodes.Count)];
        Pod pod = MakePod($"p{made++}", node);
        Cluster.SetPod(pod);
        pods.Add(pod.Metadata.Key);
    }

    private void RemovePod()
    {
        int i = random.Next(pods.Count);
        Cluster.RemovePod(pods[i]);
        pods.RemoveAt(i);
    }

    private void SetNamespace(string name) => Cluster.Namespaces.Set(new()
    {
        Metadata = new() { Name = name, Labels = OneIn(3) ? StringMap.Empty : StringMap.Of(("team", Pick("a", "b"))) },
    });

    private Node MakeNode(string name)
    {
        List<(string, string)> labels = [];
        if (!OneIn(8)) labels.Add((Host, OneIn(10) ? "shared" : name));
        if (!OneIn(6)) labels.Add((Zone, Pick("a", "b", "c", "")));
        if (!OneIn(3)) labels.Add((Rack, Pick("r1", "r2", "r3", "r4")));
        if (OneIn(3)) labels.Add(("disk", Pick("ssd", "hdd")));
        return new()
        {
            Metadata = new() { Name = name, Labels = StringMap.Of([.. labels]) },
            Taints = OneIn(4) ? [new("dedicated", Pick("x", "y"), Pick("NoSchedule", "NoExecute", "PreferNoSchedule"))] : [],
        };
    }

    private Pod MakePod(string name, string node)
    {
        List<(string, string)> labels = [];
        if (!OneIn(5)) labels.Add(("app", Pick("a", "b", "c")));
        if (!OneIn(3)) labels.Add(("tier", Pick("x", "y")));
        return new()
        {
            Metadata = new()
            {
                Name = name,
                Namespace = Pick(NamespaceNames),
                Uid = name,
                Labels = StringMap.Of([.. labels]),
                DeletionTimestamp = OneIn(6) ? DateTimeOffset.UnixEpoch : null,
                OwnerReferences = OneIn(2) ? [new("apps/v1", Pick("ReplicaSet", "StatefulSet"), Pick("a", "b"), "u", true)] : [],
            },
            Spec = new()
            {
                NodeName = node,
                NodeSelector = OneIn(5) ? StringMap.Of(("disk", Pick("ssd", "hdd"))) : null,
                Tolerations = OneIn(3) ? [new("dedicated", "Exists", "", "")] : [],
                Affinity = OneIn(2) ? MakeAffinity() : null,
                TopologySpreadConstraints = OneIn(2) ? MakeConstraints() : [],
            },
        };
    }

    private TopologySpreadConstraint[] MakeConstraints()
    {
        TopologySpreadConstraint[] made = new TopologySpreadConstraint[1 + random.Next(3)];
        for (int i = 0; i < made.Length; i++)
        {
            made[i] = new()
            {
                MaxSkew = 1 + random.Next(3),
                TopologyKey = Pick(Zone, Host, Rack),
                WhenUnsatisfiable = Pick("DoNotSchedule", "ScheduleAnyway"),
                LabelSelector = MakeSelector(),
                MinDomains = OneIn(4) ? 1 + random.Next(4) : null,
                NodeAffinityPolicy = Pick(null, "Honor", "Ignore"),
                NodeTaintsPolicy = Pick(null, "Honor", "Ignore"),
                MatchLabelKeys = OneIn(4) ? [Pick("app", "tier")] : [],
            };
        }

        return made;
    }

    private Affinity MakeAffinity() => new()
    {
        PodAffinity = OneIn(2) ? new() { Required = MakeTerms(3), Preferred = MakeWeightedTerms() } : null,
        PodAntiAffinity = OneIn(2) ? new() { Required = MakeTerms(2), Preferred = MakeWeightedTerms() } : null,
    };

    private PodAffinityTerm[] MakeTerms(int rare)
    {
        PodAffinityTerm[] terms = new PodAffinityTerm[OneIn(rare) ? 1 + random.Next(2) : 0];
        for (int i = 0; i < terms.Length; i++) terms[i] = MakeTerm();
        return terms;
    }

    private WeightedPodAffinityTerm[] MakeWeightedTerms()
    {
        WeightedPodAffinityTerm[] terms = new WeightedPodAffinityTerm[OneIn(2) ? 1 + random.Next(2) : 0];
        for (int i = 0; i < terms.Length; i++) terms[i] = new(Pick(1, 5, 100), MakeTerm());
        return terms;
    }

    private PodAffinityTerm MakeTerm() => new()
    {
        TopologyKey = Pick(Zone, Host, Rack),
        LabelSelector = MakeSelector(),
        Namespaces = OneIn(4) ? [Pick(NamespaceNames)] : [],
        NamespaceSelector = random.Next(8) switch
        {
            0 => new(),
            1 => new() { MatchLabels = StringMap.Of(("team", Pick("a", "b"))) },
            2 => new() { MatchExpressions = [new("team", "NotIn", [Pick("a", "b")])] },
            _ => null,
        },
    };
}
