using Scheduler.Bench.Generate;
using Scheduler.Bench.WhatIf.Edits;
using Scheduler.Bench.WhatIf.Scenarios;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Bench.WhatIf;

/// <summary>Scenarios from a seed: one to four edits of every kind on whatever a dump holds.</summary>
public sealed class RandomScenarios(ClusterObjects dump, SeededRandom random)
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: fresh, namespace: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: fresh}}
          template:
            metadata: {labels: {app: fresh}}
            spec:
              topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: fresh}}}
              containers: [{name: c, image: x, resources: {requests: {cpu: "1", memory: 1Gi}}}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: fresh, namespace: web}
        spec: {selector: {app: fresh}}
        """;

    public Scenario Next(int number)
    {
        Edit[] edits = new Edit[random.Next(1, 5)];
        for (int i = 0; i < edits.Length; i++) edits[i] = NextEdit();
        return new($"scenario {number}", edits);
    }

    private Edit NextEdit() => random.Next(12) switch
    {
        0 => new AddNodes(Nodes(), random.Next(1, 5), "", StringMap.Empty),
        1 => new RemoveNodes(Nodes()),
        2 => new RemoveNodes(Zone()),
        3 => new Drain(Nodes(), random.Percent(50)),
        4 => new Cordon(random.Percent(50) ? Zone() : Nodes(), random.Percent(70)),
        5 => new AddPods(ManifestReader.Read(Manifest, "fresh.yaml", new()), random.Percent(50) ? null : random.Next(1, 20), "fresh.yaml"),
        6 => new DeletePods(Pods()),
        7 => new SetRequests(Pods(), "", ResourceList.From([new("cpu", Quantity.FromMilli(random.Next(10, 8000)))]), new Dictionary<string, double>(), random.Percent(50)),
        8 => new SetRequests(Pods(), "", ResourceList.Empty, new Dictionary<string, double> { ["cpu"] = 1.5, ["memory"] = 0.5 }, random.Percent(50)),
        9 => new SetPriority(Pods(), random.Next(-1000, 100_000), random.Percent(50)),
        10 => new SetTaints(Nodes(), [new("odd", "", random.Pick<string>(["NoSchedule", "PreferNoSchedule", "NoExecute"]))], random.Percent(50) ? [new("nvidia.com/gpu", "", "")] : []),
        _ => new SetLabels(Nodes(), StringMap.Of(("topology.kubernetes.io/zone", $"zone-{(char)('a' + random.Next(4))}")), random.Percent(30) ? ["rack"] : []),
    };

    private NodeChoice Nodes() => new([random.Percent(60) ? Node() : Node()[..^1] + "*"], null, "a random node");

    private NodeChoice Zone()
    {
        string zone = random.Pick<Node>(dump.Nodes.ToArray()).Metadata.Labels["topology.kubernetes.io/zone"]!;
        return new([], SelectorText.Parse($"topology.kubernetes.io/zone={zone}", "a zone"), "a zone");
    }

    private PodChoice Pods()
    {
        Pod pod = random.Pick<Pod>(dump.Pods.ToArray());
        return new([random.Percent(50) ? pod.Metadata.Key : $"{pod.Metadata.Namespace}/{pod.Metadata.Name[..(pod.Metadata.Name.Length / 2)]}*"], null, "a random pod");
    }

    private string Node() => random.Pick<Node>(dump.Nodes.ToArray()).Metadata.Name;
}
