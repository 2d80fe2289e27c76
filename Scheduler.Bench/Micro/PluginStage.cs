using System.Text;
using Scheduler.Bench.Perf.Playing;
using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Plugins;

namespace Scheduler.Bench.Micro;

/// <summary>One plugin alone over a cluster, asked about one pod: as the vector engine asks it, and node by node.</summary>
internal sealed class PluginStage
{
    private readonly PodInfo pod;
    private readonly IPlugin plugin;
    private readonly NodeSet feasible = new();
    private readonly RejectionTable rejections = new();
    private readonly long[] scores;

    /// <param name="name">The plugin's name.</param>
    /// <param name="cluster">The nodes and the pods on them.</param>
    /// <param name="pod">The pod that is asked about.</param>
    /// <param name="plain">True for what the plain engine has: nothing kept.</param>
    public PluginStage(string name, Cluster cluster, Pod pod, bool plain)
    {
        Cluster = cluster;
        PluginDescriptor descriptor = DefaultPlugins.Catalog.With(PluginDescriptor.Of("NoOp", _ => new Plugins.NoOp.NoOp())).Find(name)!;
        object? args = descriptor.ReadArgs?.Invoke(null, FeatureGates.Default, new());
        plugin = descriptor.Create(new(cluster, FeatureGates.Default, args, new VirtualTime()) { Plain = plain });
        this.pod = cluster.Prepare(pod);
        scores = new long[cluster.Nodes.RowCount + 64];
    }

    public Cluster Cluster { get; }

    /// <summary>PreFilter, and Filter over columns; returns how many nodes passed.</summary>
    /// <exception cref="InvalidOperationException">The plugin has nothing to say about the pod: there is nothing to measure.</exception>
    public int Filter()
    {
        BeginFilter();
        ((IVectorFilter)plugin).Filter(pod, Cluster.Nodes, feasible, new(rejections, 0));
        return feasible.Count;
    }

    /// <summary>The same by the definition.</summary>
    public int FilterOneByOne()
    {
        BeginFilter();
        int passed = 0;
        foreach (int row in Cluster.Nodes.Live)
            if (((IFilter)plugin).Filter(pod, Cluster.Nodes[row]).IsPass) passed++;
        return passed;
    }

    /// <summary>PreScore, and Score over columns; returns the sum.</summary>
    /// <inheritdoc cref="Filter" path="/exception"/>
    public long Score()
    {
        BeginScore();
        ((IVectorScore)plugin).Score(pod, Cluster.Nodes, feasible, scores);
        long sum = 0;
        foreach (int row in feasible) sum += scores[row];
        return sum;
    }

    /// <summary>The same by the definition.</summary>
    public long ScoreOneByOne()
    {
        BeginScore();
        long sum = 0;
        foreach (int row in feasible) sum += ((IScore)plugin).Score(pod, Cluster.Nodes[row]);
        return sum;
    }

    private void BeginFilter()
    {
        feasible.CopyFrom(Cluster.Nodes.Live);
        rejections.Reset(Cluster.Nodes.RowCount);
        if (plugin is IPreFilter first && first.PreFilter(pod).Status is { IsSuccess: false } status) throw NothingToDo(status);
    }

    private void BeginScore()
    {
        feasible.CopyFrom(Cluster.Nodes.Live);
        if (plugin is IPreFilter filter) filter.PreFilter(pod);
        if (plugin is IPreScore first && first.PreScore(pod, feasible) is { IsSuccess: false } status) throw NothingToDo(status);
    }

    private InvalidOperationException NothingToDo(Status status) => new($"{plugin.Name} has nothing to do: {status.Code} {status.Message}");
}
