using System.Globalization;
using System.Text;
using Scheduler.Bench.Output;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Perf.Bounds;

/// <summary>
/// The process that <see cref="Resident"/> asks: reads nodes and placed pods one by one, as a watch brings them, decides some pods more, and says what
/// memory it takes.
/// </summary>
internal static class HeldCluster
{
    /// <summary>Workloads of the cluster, each with a pod template of its own.</summary>
    private const int Workloads = 1000;

    private const int Decisions = 2000;

    /// <summary>Writes two lines: bytes of the working set, and what it consists of.</summary>
    /// <exception cref="InputException"><c>--hold</c> is no pair of numbers.</exception>
    public static int Run(PerfOptions options)
    {
        string[] parts = options.Hold!.Split(',');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int nodes) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int pods))
            throw new InputException($"\"{options.Hold}\" must be NODES,PODS", "--hold");
        EngineSetup setup = new(FeatureGates.Default, new() { Cycle = new() { Engine = EngineChoice.Parse(options.Engine) } });
        Fill(setup.Cluster, nodes, pods);

        // As the live scheduler does once it has read the first lists.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        int placed = Decide(setup, pods);
        long asIs = Environment.WorkingSet;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Console.WriteLine(asIs.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(FormattableString.Invariant(
            $"{nodes:N0} nodes, {setup.Cluster.Pods.Count:N0} pods, {placed:N0} of {Decisions:N0} decisions placed; heap {GC.GetTotalMemory(false) / 1e6:0} MB, working set after a full collection {Environment.WorkingSet / 1e6:0} MB"));
        GC.KeepAlive(setup);
        return 0;
    }

    private static void Fill(Cluster cluster, int nodes, int pods)
    {
        KubeReader reader = new();
        for (int i = 0; i < nodes; i++) cluster.AddNode((Node)reader.Read(Encoding.UTF8.GetBytes(NodeText(i)), KubeKind.Node));
        for (int i = 0; i < pods; i++) cluster.SetPod((Pod)reader.Read(Encoding.UTF8.GetBytes(PodText(i, i % nodes)), KubeKind.Pod));
    }

    private static int Decide(EngineSetup setup, int pods)
    {
        KubeReader reader = new();
        int placed = 0;
        for (int i = 0; i < Decisions; i++)
        {
            PodInfo pod = setup.Cluster.Prepare((Pod)reader.Read(Encoding.UTF8.GetBytes(PodText(pods + i, -1)), KubeKind.Pod));
            Decision decision = setup.Engine.Decide(pod);
            if (decision.Kind == DecisionKind.Placed && setup.Engine.Assume(pod, decision.Node, null, out _).IsSuccess) placed++;
        }

        return placed;
    }

    private static string NodeText(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"metadata":{"name":"node-{{i}}","uid":"{{Uid(i, 1)}}","resourceVersion":"{{i}}","labels":{"kubernetes.io/hostname":"node-{{i}}","kubernetes.io/arch":"amd64","kubernetes.io/os":"linux","node.kubernetes.io/instance-type":"m5.large","topology.kubernetes.io/zone":"zone-{{i % 3}}"} },
        "status":{"allocatable":{"cpu":"32","memory":"128Gi","pods":"110","ephemeral-storage":"100Gi"},"capacity":{"cpu":"32","memory":"128Gi","pods":"110","ephemeral-storage":"100Gi"} } }
        """);

    private static string PodText(int i, int node)
    {
        int workload = i % Workloads;
        string place = node < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\"nodeName\":\"node-{node}\",");
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"metadata":{"name":"app-{{workload}}-7d4b9c8f6d-{{i:x}}","namespace":"team-{{workload % 50}}","uid":"{{Uid(i, 2)}}","resourceVersion":"{{i}}","creationTimestamp":"2026-01-01T00:00:00Z",
            "labels":{"app":"app-{{workload}}","pod-template-hash":"7d4b9c8f6d","tier":"tier-{{workload % 7}}"},
            "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"app-{{workload}}-7d4b9c8f6d","uid":"{{Uid(workload, 3)}}","controller":true}]},
            "spec":{ {{place}}"volumes":[{"name":"kube-api-access-{{i % 99991:x5}}","projected":{"defaultMode":420} }],"serviceAccountName":"default","containers":[{"name":"app","image":"registry.example.com/app-{{workload}}:v1","resources":{"requests":{"cpu":"{{50 + (workload % 20 * 10)}}m","memory":"{{64 + (workload % 16 * 16)}}Mi"} } }]},
            "status":{"phase":"{{(node < 0 ? "Pending" : "Running")}}","startTime":"2026-01-01T00:00:00Z"} }
            """);
    }

    private static string Uid(int i, int kind) => string.Create(CultureInfo.InvariantCulture, $"{i:x8}-0000-4000-8000-{kind:x12}");
}
