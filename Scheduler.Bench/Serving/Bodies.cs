using System.Globalization;
using System.Text;

namespace Scheduler.Bench.Serving;

/// <summary>What is sent: objects as large as usual ones.</summary>
internal static class Bodies
{
    public static string NodeName(int index) => $"bench-{index.ToString("00000", CultureInfo.InvariantCulture)}";

    public static string PodName(int index) => $"bench-{index.ToString("00000", CultureInfo.InvariantCulture)}";

    public static byte[] Node(int index) => Encoding.UTF8.GetBytes($$$"""
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{NodeName(index)}}}","labels":{"kubernetes.io/hostname":"{{{NodeName(index)}}}","topology.kubernetes.io/zone":"zone-{{{index % 3}}}"}},
        "spec":{},"status":{"capacity":{"cpu":"32","memory":"128Gi","pods":"110"},"allocatable":{"cpu":"32","memory":"128Gi","pods":"110"},
        "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}],
        "addresses":[{"type":"InternalIP","address":"192.168.0.1"}]}}
        """);

    public static byte[] Pod(int index) => Encoding.UTF8.GetBytes($$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{PodName(index)}}}","labels":{"app":"bench","part":"p{{{index % 10}}}"}},
        "spec":{"schedulerName":"nobody","containers":[{"name":"c","image":"registry.k8s.io/pause:3.10","resources":{"requests":{"cpu":"100m","memory":"500Mi"}},
        "env":[{"name":"A","value":"b"}],"ports":[{"containerPort":80}]}]}}
        """);

    public static byte[] Binding(int index, int nodes) => Encoding.UTF8.GetBytes(
        $$$"""{"apiVersion":"v1","kind":"Binding","metadata":{"name":"{{{PodName(index)}}}"},"target":{"kind":"Node","name":"{{{NodeName(index % Math.Max(nodes, 1))}}}"}}""");

    public static byte[] ConfigMap(int index) => Encoding.UTF8.GetBytes($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"watched-{{{index}}}"},"data":{"round":"0"}}""");

    public static byte[] Change(int round) => Encoding.UTF8.GetBytes($$$"""{"data":{"round":"{{{round}}}"}}""");

    public static byte[] Deployment(int index, int replicas) => Encoding.UTF8.GetBytes($$$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"run-{{{{index}}}}"},"spec":{"replicas":{{{{replicas}}}},"selector":{"matchLabels":{"app":"run-{{{{index}}}}"}},
        "template":{"metadata":{"labels":{"app":"run-{{{{index}}}}"}},"spec":{"containers":[{"name":"c","image":"registry.k8s.io/pause:3.10","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}} }
        """);
}
