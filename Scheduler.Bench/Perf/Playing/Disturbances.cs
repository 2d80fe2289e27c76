using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>What comes and goes between measured pods.</summary>
internal sealed class Disturbances(Driver driver)
{
    private const string NodeName = "churn-node";
    private const string PodName = "churn-pod";
    private const string ServiceName = "churn-service";

    private readonly List<Churner> churners = [];
    private readonly List<Happening> happenings = [];

    /// <summary>Objects come and go from now on.</summary>
    public void Add(Churn churn) => churners.Add(new(churn));

    /// <summary>Something happens every so many measured pods from now on, until nothing is left of it.</summary>
    public void Add(int every, IEnumerable<Action> actions) => happenings.Add(new(every, actions));

    /// <summary>To be called before each measured pod.</summary>
    public void Next()
    {
        foreach (Churner churner in churners)
        {
            if (!churner.IsDue()) continue;
            if (churner.Present) Withdraw(churner.Step);
            else Bring(churner.Step);
            churner.Present = !churner.Present;
        }

        foreach (Happening happening in happenings)
            if (happening.IsDue()) happening.Next();
    }

    private void Bring(Churn churn)
    {
        if (churn.Node is { } node) driver.Set(Naming.Named(node.Make(0, "", NodeName), NodeName));
        if (churn.Service is { } service) driver.Set(driver.Cluster.Services, null, Named(service));
        if (churn.Pod is { } pod)
            driver.Submit(Naming.Named(pod.Make(0, "default", PodName), "default", PodName), new(1, ["default"], PodName, pod) { Wait = false, Expect = null }, measured: false);
    }

    private void Withdraw(Churn churn)
    {
        if (churn.Pod is not null) driver.Leave($"default/{PodName}");
        if (churn.Service is { } service) driver.Remove(driver.Cluster.Services, null, Named(service).Metadata.Key);
        if (churn.Node is not null) driver.RemoveNode(NodeName);
    }

    private static Service Named(ObjectTemplate<Service> template)
    {
        Service service = template.Make(0, "default", ServiceName);
        return service with { Metadata = service.Metadata with { Name = ServiceName } };
    }

    /// <summary>Something that happens every so many measured pods.</summary>
    private class Rhythm(int every)
    {
        private int pods;

        public bool IsDue() => ++pods % every == 0;
    }

    private sealed class Churner(Churn step) : Rhythm(step.Every)
    {
        public Churn Step { get; } = step;

        public bool Present { get; set; }
    }

    private sealed class Happening(int every, IEnumerable<Action> actions) : Rhythm(every)
    {
        private readonly IEnumerator<Action> actions = actions.GetEnumerator();

        public void Next()
        {
            if (actions.MoveNext()) actions.Current();
        }
    }
}
