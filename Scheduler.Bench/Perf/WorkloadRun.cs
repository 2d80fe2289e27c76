using System.Globalization;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Plugins;

namespace Scheduler.Bench.Perf;

/// <summary>Plays one workload once, in process and on one thread: decide, assume, next. No API server, no queue, no clock but the stopwatch.</summary>
/// <remarks>Used once. Same workload, engine and seed: same decisions.</remarks>
public sealed partial class WorkloadRun : IDisposable
{
    private readonly Workload workload;
    private readonly Cluster cluster = new();
    private readonly SchedulingEngine engine;
    private readonly DecisionHash hash = new();
    private readonly Meter meter;
    private readonly List<Churner> churners = [];
    private readonly List<Leaving> leaving = [];
    private readonly Dictionary<string, Queue<string>> keysByPrefix = new(StringComparer.Ordinal);
    private int preempted;

    public WorkloadRun(Workload workload, EngineKind kind, ulong seed)
    {
        this.workload = workload;
        meter = new(workload.MeasuredPods);
        SchedulerConfiguration configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, workload.Features);
        engine = new(cluster, configuration.Profiles, DefaultPlugins.Catalog, workload.Features, new() { Engine = kind, Seed = seed }, TimeProvider.System);
        cluster.Namespaces.Set(new() { Metadata = new() { Name = "default" } });
    }

    /// <summary>Plays all steps.</summary>
    /// <exception cref="UnexpectedDecisionException">A pod's turn ended in another way than the workload says.</exception>
    public RunResult Run()
    {
        foreach (Step step in workload.Steps) Play(step);
        return meter.Result(hash, preempted);
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Play(Step step)
    {
        switch (step)
        {
            case CreateNodes nodes: Create(nodes); break;
            case CreateNamespaces namespaces: Create(namespaces); break;
            case CreateService service: cluster.Services.Set(service.Service); break;
            case CreatePods pods: Create(pods); break;
            case Churn churn: churners.Add(new(churn)); break;
            case DeletePods delete: leaving.Add(new(delete.Every, KeysOf(delete.Prefix))); break;
            case Barrier: Check(); break;
            default: throw new ArgumentException($"no way to play {step.GetType().Name}", nameof(step));
        }
    }

    private void Create(CreateNodes step)
    {
        for (int i = 0; i < step.Count; i++)
        {
            string name = Numbered(step.Prefix, i);
            StringMap labels = step.Template.Metadata.Labels.With("kubernetes.io/hostname", name);
            if (step.LabelKey.Length > 0) labels = labels.With(step.LabelKey, step.LabelValues[i % step.LabelValues.Length]);
            cluster.AddNode(step.Template with { Metadata = step.Template.Metadata with { Name = name, Uid = name, Labels = labels } });
        }
    }

    private void Create(CreateNamespaces step)
    {
        for (int i = 0; i < step.Count; i++)
            cluster.Namespaces.Set(new() { Metadata = new() { Name = Numbered(step.Prefix, i), Labels = step.Labels } });
    }

    private void Create(CreatePods step)
    {
        Queue<string> keys = KeysOf(step.Prefix);
        if (step.Measured) Settle();
        foreach (string ns in step.Namespaces)
        {
            for (int i = 0; i < step.Count; i++)
            {
                PodInfo pod = cluster.Prepare(Named(step.Template, ns, Numbered(step.Prefix, i)));
                if (step.Measured) Disturb();
                Decide(pod, step);
                keys.Enqueue(pod.Key);
            }
        }
    }

    /// <summary>A collection in the middle of the measured part should come from that part.</summary>
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private Queue<string> KeysOf(string prefix)
    {
        if (!keysByPrefix.TryGetValue(prefix, out Queue<string>? keys)) keysByPrefix.Add(prefix, keys = []);
        return keys;
    }

    private static Pod Named(Pod template, string ns, string name) => template with
    {
        // The spec stays the template's own object, as the reader of watches gives equal specs one object.
        Metadata = template.Metadata with { Name = name, Namespace = ns, Uid = $"{ns}/{name}" },
    };

    private static string Numbered(string prefix, int i) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}");
}
