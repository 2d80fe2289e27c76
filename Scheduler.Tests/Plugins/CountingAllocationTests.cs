using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Tests.Core.Cache.Counters;

namespace Scheduler.Tests.Plugins;

public sealed class CountingAllocationTests
{
    [Fact]
    public void Asking_about_pods_that_are_known_by_now_allocates_nothing_even_while_pods_come_and_go()
    {
        RandomCluster world = new(seed: 11);
        for (int i = 0; i < 200; i++) world.Step();
        Cluster cluster = world.Cluster;
        PodInfo[] pods = [.. Enumerable.Range(0, 60).Select(_ => world.WaitingPod())];
        foreach (IPreFilterExtensions plugin in (IPreFilterExtensions[])
            [
                new Scheduler.Plugins.PodTopologySpread.PodTopologySpread(Given.Context(cluster)),
                new Scheduler.Plugins.InterPodAffinity.InterPodAffinity(Given.Context(cluster)),
            ])
        {
            Asker asker = new(plugin, cluster);
            asker.AskAll(pods);
            asker.AskAll(pods);
            long allocated = Allocation.Fewest(() => asker.AskAll(pods));
            Assert.True(allocated == 0, $"{plugin.Name}: {allocated} bytes");
        }
    }

    /// <summary>One cycle's calls with buffers that are made before; each pod is bound, and removed again after the last.</summary>
    private sealed class Asker(IPreFilterExtensions plugin, Cluster cluster)
    {
        private readonly NodeSet feasible = new();
        private readonly RejectionTable rejections = new();
        private readonly long[] scores = new long[cluster.Nodes.RowCount];

        public void AskAll(PodInfo[] pods)
        {
            foreach (PodInfo pod in pods)
            {
                Ask(pod);
                cluster.AddPod(pod, cluster.Nodes.Name(cluster.Nodes.Live.First));
            }

            foreach (PodInfo pod in pods) cluster.RemovePod(pod.Key);
        }

        private void Ask(PodInfo pod)
        {
            feasible.CopyFrom(cluster.Nodes.Live);
            rejections.Reset(cluster.Nodes.RowCount);
            if (plugin.PreFilter(pod).Status.IsSuccess) ((IVectorFilter)plugin).Filter(pod, cluster.Nodes, feasible, new(rejections, 0));
            if (((IPreScore)plugin).PreScore(pod, feasible).IsSuccess) ((IVectorScore)plugin).Score(pod, cluster.Nodes, feasible, scores);
        }
    }
}
