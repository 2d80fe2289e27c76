using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Workload = Scheduler.Bench.Perf.Workloads.Workload;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>Plays one workload once, in process and on one thread. No API server, no network, no clock but the stopwatch.</summary>
/// <remarks>Used once. Same workload, options and seed: same decisions.</remarks>
public sealed class WorkloadRun : IDisposable
{
    private readonly Workload workload;
    private readonly SchedulingEngine engine;
    private readonly Meter meter;
    private readonly Driver driver;
    private readonly Disturbances disturbances;
    private readonly Dictionary<string, Queue<string>> keysByPrefix = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, StringMap Labels)>> nodesByPrefix = new(StringComparer.Ordinal);
    private WorkCounters workBefore = WorkCounters.None;
    private WorkCounters work = WorkCounters.None;

    public WorkloadRun(Workload workload, RunOptions options)
    {
        this.workload = workload;
        meter = new(workload.MeasuredPods);
        EngineSetup setup = new(workload.Features, options);
        engine = setup.Engine;
        driver = workload.Queued
            ? new QueueDriver(workload.Path, setup, workload.Features, meter) { Check = setup.Check }
            : new DirectDriver(workload.Path, engine, meter) { Check = setup.Check };
        disturbances = new(driver);
        Cluster.Namespaces.Set(new() { Metadata = new() { Name = "default" } });
    }

    private Cluster Cluster => engine.Cluster;

    /// <summary>Plays all steps.</summary>
    /// <exception cref="UnexpectedDecisionException">A pod ended in another way than the workload says.</exception>
    public RunResult Run()
    {
        foreach (Step step in workload.Steps) Play(step);
        EndMeasuring();
        return new(workload.MeasuredPods, meter.TurnNs())
        {
            SpentNs = meter.SpentNs,
            CpuShare = meter.CpuShare,
            BytesPerDecision = meter.BytesPerTurn,
            SteadyBytesPerDecision = meter.SteadyBytesPerTurn,
            WorkingSetBytes = Environment.WorkingSet,
            Preempted = driver.Preempted,
            Decisions = driver.Hash.Count,
            DecisionHash = driver.Hash.Current(),
            Checked = driver.Check?.Compared ?? engine.Counters.Checked,
            Work = work,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => driver.Hash.Dispose();

    private void Play(Step step)
    {
        switch (step)
        {
            case CreateNodes nodes: Create(nodes); break;
            case UpdateNodes nodes: Update(nodes); break;
            case CreateNamespaces namespaces: Create(namespaces); break;
            case CreateObject { Value: Service service }: driver.Set(Cluster.Services, null, service); break;
            case CreateObject { Value: StorageClass storageClass }: driver.Set(Cluster.StorageClasses, EventResource.StorageClass, storageClass); break;
            case CreatePods pods: Create(pods); break;
            case UpdatePods { Every: 0 } pods: UpdateNow(pods); break;
            case UpdatePods pods: disturbances.Add(pods.Every, Updates(pods)); break;
            case Churn churn: disturbances.Add(churn); break;
            case DeletePods { Every: 0 } delete: LeaveNow(delete.Prefix); break;
            case DeletePods delete: disturbances.Add(delete.Every, Departures(delete.Prefix)); break;
            case Sleep sleep: driver.Pass(sleep.Duration); break;
            case Workloads.Barrier: PassBarrier(); break;
            default: throw new ArgumentException($"no way to play {step.GetType().Name}", nameof(step));
        }
    }

    private void Create(CreateNodes step)
    {
        if (!nodesByPrefix.TryGetValue(step.Prefix, out List<(string Name, StringMap Labels)>? names)) nodesByPrefix.Add(step.Prefix, names = []);
        for (int i = 0; i < step.Count; i++)
        {
            string name = Naming.Numbered(step.Prefix, names.Count);
            Node node = Naming.Named(step.Template.Make(i, "", name), name);
            StringMap labels = node.Metadata.Labels;
            if (step.LabelKey.Length > 0) labels = labels.With(step.LabelKey, step.LabelValues[i % step.LabelValues.Length]);
            names.Add((name, labels));
            if (step.CsiNode?.Make(i, "", name) is { } csiNode)
                driver.Set(Cluster.CsiNodes, EventResource.CsiNode, csiNode with { Metadata = csiNode.Metadata with { Name = name } });
            driver.Set(node with { Metadata = node.Metadata with { Labels = labels }, DeclaredFeatures = Features(node, step.DeclaredFeatures) });
        }
    }

    private void Update(UpdateNodes step)
    {
        int i = 0;
        foreach ((string name, StringMap labels) in nodesByPrefix.GetValueOrDefault(step.Prefix, []))
        {
            Node node = Naming.Named(step.Template.Make(i++, "", name), name);
            StringMap merged = StringMap.From([.. labels.Pairs, .. node.Metadata.Labels.Pairs]);
            driver.Set(node with { Metadata = node.Metadata with { Labels = merged } });
        }
    }

    private void Create(CreateNamespaces step)
    {
        for (int i = 0; i < step.Count; i++)
        {
            Namespace value = new() { Metadata = new() { Name = Naming.Numbered(step.Prefix, i), Labels = step.Labels } };
            driver.Set(Cluster.Namespaces, null, value);
        }
    }

    private void Create(CreatePods step)
    {
        if (step.Measured) BeginMeasuring();
        Queue<string> keys = KeysOf(step.Prefix);
        int number = 0;
        foreach (string ns in step.Namespaces)
        {
            for (int i = 0; i < step.Count; i++)
            {
                string name = Naming.Numbered(step.Prefix, i);
                Pod pod = Naming.Named(step.Template.Make(number, ns, name), ns, name);
                CreateVolume(step, number++, ns, name);
                if (step.Measured) disturbances.Next();
                driver.Submit(pod, step, step.Measured);
                keys.Enqueue(pod.Metadata.Key);
            }
        }

        driver.Settle(isBarrier: false);
        if (step.Measured && step.Wait) EndMeasuring();
    }

    private void CreateVolume(CreatePods step, int number, string ns, string name)
    {
        if (step.Volume?.Make(number, ns, name) is { } volume)
            driver.Set(Cluster.PersistentVolumes, EventResource.PersistentVolume, volume with { Metadata = volume.Metadata with { Name = $"{ns}-{name}", Uid = $"{ns}-{name}" } });
        if (step.Claim?.Make(number, ns, name) is { } claim)
            driver.Set(Cluster.PersistentVolumeClaims, EventResource.PersistentVolumeClaim, claim with { Metadata = claim.Metadata with { Name = name, Namespace = ns, Uid = $"{ns}-{name}" } });
    }

    private void UpdateNow(UpdatePods step)
    {
        foreach (Action update in Updates(step)) update();
    }

    private IEnumerable<Action> Updates(UpdatePods step) => KeysOf(step.Prefix).ToArray().Select((key, i) => (Action)(() =>
    {
        string[] parts = key.Split('/');
        driver.Update(Naming.Named(step.Template.Make(i, parts[0], parts[1]), parts[0], parts[1]));
    }));

    private void LeaveNow(string prefix)
    {
        foreach (Action departure in Departures(prefix)) departure();
    }

    /// <summary>Each takes the oldest pod that is left when it is its turn.</summary>
    private IEnumerable<Action> Departures(string prefix)
    {
        Queue<string> keys = KeysOf(prefix);
        while (keys.TryDequeue(out string? key)) yield return () => driver.Leave(key);
    }

    private static string[] Features(Node node, int count) =>
        [.. node.DeclaredFeatures, .. Enumerable.Range(0, Math.Max(0, count - node.DeclaredFeatures.Length)).Select(i => Naming.Numbered("Feature", i))];

    private void PassBarrier()
    {
        driver.Settle(isBarrier: true);
        EndMeasuring();
        int found = Cluster.Pods.Count + Cluster.PodsAsideCount;
        if (found != driver.OnNodes)
            throw new UnexpectedDecisionException($"{workload.Path}: barrier: {found} pods are on nodes, {driver.OnNodes} were placed and did not leave");
    }

    /// <summary>A collection in the middle of the measured part should come from that part.</summary>
    private void BeginMeasuring()
    {
        if (meter.IsOn) return;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        workBefore = WorkCounters.Of(engine);
        meter.Begin();
    }

    private void EndMeasuring()
    {
        if (!meter.IsOn) return;
        meter.End();
        work = work.Plus(workBefore, WorkCounters.Of(engine));
    }

    private Queue<string> KeysOf(string prefix)
    {
        if (!keysByPrefix.TryGetValue(prefix, out Queue<string>? keys)) keysByPrefix.Add(prefix, keys = []);
        return keys;
    }
}
