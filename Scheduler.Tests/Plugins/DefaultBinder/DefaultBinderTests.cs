using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Plugins.DefaultBinder;

public class DefaultBinderTests
{
    [Fact]
    public async Task It_asks_the_planner_and_passes_the_answer_on()
    {
        Recorder planner = new();
        Status status = await new Scheduler.Plugins.DefaultBinder.DefaultBinder()
            .BindAsync(new Cluster().Prepare(Given.Pod("p")), "n", planner, CancellationToken.None);
        Assert.Equal(("default/p", "n"), planner.Bound);
        Assert.Equal("full", status.Message);
    }

    private sealed class Recorder : IPlanner
    {
        public (string Pod, string Node) Bound { get; private set; }

        public Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
        {
            Bound = (pod.Key, nodeName);
            return Task.FromResult(Status.Error("full"));
        }
    }
}
