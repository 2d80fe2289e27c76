using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Plugins;

public class NodeLocalAllocationTests
{
    // Code that is not optimised yet boxes where optimised code does not; one round without allocation shows that nothing else does.
    private const int RoundsMax = 2000;

    [Fact]
    public void Asking_about_pods_that_are_known_by_now_allocates_nothing()
    {
        RandomClusters clusters = new(seed: 3);
        clusters.AddNodes(200);
        for (int i = 0; i < 300; i++) clusters.Churn();
        PodInfo[] pods = [.. Enumerable.Range(0, 50).Select(_ => clusters.Pod())];
        foreach (IPlugin plugin in NodeLocalTwinsTests.Plugins(clusters.Cluster))
        {
            Asker asker = new(plugin, clusters.Cluster);
            long allocated = -1;
            for (int round = 0; round < RoundsMax && allocated != 0; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                foreach (PodInfo pod in pods) asker.Ask(pod);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.True(allocated == 0, $"{plugin.Name}: {allocated} bytes");
        }
    }

    /// <summary>One cycle's calls to one plugin, both twins, with buffers that are made before.</summary>
    private sealed class Asker(IPlugin plugin, Cluster cluster)
    {
        private readonly NodeSet feasible = new();
        private readonly RejectionTable rejections = new();
        private readonly long[] scores = new long[cluster.Nodes.RowCount];

        public void Ask(PodInfo pod)
        {
            if (plugin is IVectorFilter filter) Filter(pod, filter);
            if (plugin is IVectorScore score) Score(pod, score);
        }

        private void Filter(PodInfo pod, IVectorFilter filter)
        {
            if (plugin is IPreFilter first && !first.PreFilter(pod).Status.IsSuccess) return;
            feasible.CopyFrom(cluster.Nodes.Live);
            rejections.Reset(cluster.Nodes.RowCount);
            filter.Filter(pod, cluster.Nodes, feasible, new(rejections, 0));
            foreach (int row in cluster.Nodes.Live)
                if (filter.Filter(pod, cluster.Nodes[row]).IsPass != feasible.Contains(row)) throw new InvalidOperationException("the twins differ");
        }

        private void Score(PodInfo pod, IVectorScore score)
        {
            if (plugin is IPreScore first && first.PreScore(pod, cluster.Nodes.Live) is { IsSuccess: false }) return;
            score.Score(pod, cluster.Nodes, cluster.Nodes.Live, scores);
            foreach (int row in cluster.Nodes.Live)
                if (score.Score(pod, cluster.Nodes[row]) != scores[row]) throw new InvalidOperationException("the twins differ");
        }
    }
}
