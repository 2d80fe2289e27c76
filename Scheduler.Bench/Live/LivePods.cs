using System.Text.Json.Nodes;

namespace Scheduler.Bench.Live;

/// <summary>The pods of the live workloads.</summary>
internal static class LivePods
{
    /// <summary>The scheduler that is measured.</summary>
    public const string SchedulerName = "measured";

    /// <summary>A scheduler that is not there.</summary>
    public const string Nobody = "nobody";

    /// <summary>Pods of one application: what constraints are about.</summary>
    private const int PodsPerApplication = 100;

    public static readonly string[] Workloads = ["basic", "spread", "affinity", "anti-affinity"];

    /// <param name="workload">One of <see cref="Workloads"/>.</param>
    /// <param name="index">The pod's number.</param>
    public static JsonObject Make(string workload, int index)
    {
        string application = $"app-{index / PodsPerApplication}";
        JsonObject pod = Pod($"pod-{index}", application, "100m", "200Mi");
        JsonObject spec = pod["spec"]!.AsObject();
        switch (workload)
        {
            case "spread":
                spec["topologySpreadConstraints"] = new JsonArray(new JsonObject
                {
                    ["maxSkew"] = 5,
                    ["topologyKey"] = "topology.kubernetes.io/zone",
                    ["whenUnsatisfiable"] = "DoNotSchedule",
                    ["labelSelector"] = Selector(application),
                });
                break;
            case "affinity": spec["affinity"] = Affinity("podAffinity", application, "topology.kubernetes.io/zone"); break;
            case "anti-affinity": spec["affinity"] = Affinity("podAntiAffinity", application, "kubernetes.io/hostname"); break;
        }

        return pod;
    }

    /// <summary>A pod that fits on no node.</summary>
    /// <param name="index">The pod's number.</param>
    /// <param name="schedulerName">Who finds that out.</param>
    public static JsonObject MakeUnschedulable(int index, string schedulerName)
    {
        JsonObject pod = Pod($"huge-{index}", "huge", "1000", "200Mi");
        pod["spec"]!["schedulerName"] = schedulerName;
        return pod;
    }

    private static JsonObject Pod(string name, string application, string cpu, string memory) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new JsonObject { ["app"] = application } },
        ["spec"] = new JsonObject
        {
            ["schedulerName"] = SchedulerName,
            ["automountServiceAccountToken"] = false,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "pause",
                ["image"] = "registry.k8s.io/pause:3.10",
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu, ["memory"] = memory } },
            }),
        },
    };

    private static JsonObject Affinity(string kind, string application, string topologyKey) => new()
    {
        [kind] = new JsonObject
        {
            ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonArray(new JsonObject { ["labelSelector"] = Selector(application), ["topologyKey"] = topologyKey }),
        },
    };

    private static JsonObject Selector(string application) => new() { ["matchLabels"] = new JsonObject { ["app"] = application } };
}
