using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Micro;

/// <summary>
/// One plugin: a class says what nodes, placed pods and the pod look like, as templates with the placeholders of workload files. Setting up fails where
/// both ways of asking disagree: what is wrong is not measured.
/// </summary>
public abstract class PluginBench
{
    /// <summary>Nodes, with one placed pod each.</summary>
    [Params(1000, 10_000)]
    public int Nodes { get; set; } = 1000;

    /// <summary>The plugin's name.</summary>
    protected abstract string Plugin { get; }

    /// <summary>A node.</summary>
    protected virtual string Node => """
        {"metadata":{"labels":{"topology.kubernetes.io/zone":"zone-{{i%10}}"}},
         "status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"},"capacity":{"cpu":"16","memory":"64Gi","pods":"110"}}}
        """;

    /// <summary>A pod that is on a node already.</summary>
    protected virtual string Placed => """
        {"metadata":{"labels":{"app":"app-{{i%20}}"}},"spec":{"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"{{i%97+50}}m","memory":"{{i%31*64+64}}Mi"}}}]}}
        """;

    /// <summary>The pod that is asked about.</summary>
    protected virtual string Pod => """
        {"metadata":{"labels":{"app":"app-1"}},"spec":{"containers":[{"name":"app","image":"app:v1","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}]}}
        """;

    private protected PluginStage Columns { get; private set; } = null!;

    private protected PluginStage Plain { get; private set; } = null!;

    /// <summary>Builds the cluster.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Cluster cluster = MakeCluster();
        Pod pod = Naming.Named(Template<Pod>(Pod, KubeKind.Pod).Make(0, "default", "asked"), "default", "asked");
        Columns = new(Plugin, cluster, pod, plain: false);
        Plain = new(Plugin, cluster, pod, plain: true);
        Compare();
    }

    /// <summary>Fails where the two ways disagree.</summary>
    private protected abstract void Compare();

    private protected void Same(long columns, long plain)
    {
        if (columns != plain) throw new InvalidOperationException($"{Plugin}: {columns} over columns, {plain} node by node");
    }

    /// <summary>What else there is; nothing for most.</summary>
    private protected virtual void Arrange(Cluster cluster)
    {
    }

    /// <summary>What a template cannot say.</summary>
    private protected virtual Node Adjust(Node node, int i) => node;

    private protected static ObjectTemplate<T> Template<T>(string json, KubeKind kind)
        where T : class, IKubeObject => new(JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Output.JsonText.Compact), kind, new(), kind.ToString());

    private Cluster MakeCluster()
    {
        Cluster cluster = new();
        cluster.Namespaces.Set(new() { Metadata = new() { Name = "default" } });
        ObjectTemplate<Node> node = Template<Node>(Node, KubeKind.Node);
        ObjectTemplate<Pod> placed = Template<Pod>(Placed, KubeKind.Pod);
        for (int i = 0; i < Nodes; i++) cluster.AddNode(Adjust(Naming.Named(node.Make(i, "", Name(i)), Name(i)), i));
        Arrange(cluster);
        for (int i = 0; i < Nodes; i++) cluster.AddPod(cluster.Prepare(Naming.Named(placed.Make(i, "default", Naming.Numbered("placed", i)), "default", Naming.Numbered("placed", i))), Name(i));
        return cluster;

        static string Name(int i) => Naming.Numbered("node", i);
    }
}

/// <summary>A plugin that filters.</summary>
public abstract class FilterBench : PluginBench
{
    /// <summary>All nodes at once.</summary>
    [Benchmark]
    public int Filter() => Columns.Filter();

    /// <summary>The definition.</summary>
    [Benchmark]
    public int FilterOneByOne() => Plain.FilterOneByOne();

    private protected override void Compare() => Same(Filter(), FilterOneByOne());
}

/// <summary>A plugin that scores.</summary>
public abstract class ScoreBench : PluginBench
{
    /// <summary>All nodes at once.</summary>
    [Benchmark]
    public long Score() => Columns.Score();

    /// <summary>The definition.</summary>
    [Benchmark]
    public long ScoreOneByOne() => Plain.ScoreOneByOne();

    private protected override void Compare() => Same(Score(), ScoreOneByOne());
}

/// <summary>A plugin that does both.</summary>
public abstract class FilterAndScoreBench : FilterBench
{
    /// <inheritdoc cref="ScoreBench.Score"/>
    [Benchmark]
    public long Score() => Columns.Score();

    /// <inheritdoc cref="ScoreBench.ScoreOneByOne"/>
    [Benchmark]
    public long ScoreOneByOne() => Plain.ScoreOneByOne();

    private protected override void Compare()
    {
        base.Compare();
        Same(Score(), ScoreOneByOne());
    }
}
