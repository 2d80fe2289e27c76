using Scheduler.Bench.Perf.Workloads;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>Tells a scheduler what happens, gives pods their turns, and keeps the books: what was decided, and whether it was right.</summary>
/// <param name="path">The workload's, for messages.</param>
/// <param name="engine">Decides.</param>
/// <param name="meter">Sees what is measured.</param>
internal abstract class Driver(string path, SchedulingEngine engine, Meter meter)
{
    /// <summary>Pods that have to be on nodes by now.</summary>
    public int OnNodes { get; protected set; }

    /// <summary>Pods that had to go.</summary>
    public int Preempted { get; protected set; }

    /// <summary>All decisions.</summary>
    public DecisionHash Hash { get; } = new();

    /// <summary>Compares decisions with the plain engine; null for none.</summary>
    public EngineComparison? Check { get; init; }

    protected SchedulingEngine Engine => engine;

    /// <summary>What is there.</summary>
    public Cluster Cluster => engine.Cluster;

    protected Meter Meter => meter;

    /// <summary>A node came or changed.</summary>
    public abstract void Set(Node node);

    /// <summary>A node went.</summary>
    public abstract void RemoveNode(string name);

    /// <summary>An object of another kind came or changed.</summary>
    public abstract void Set<T>(ObjectTable<T> table, EventResource? resource, T value)
        where T : class, IKubeObject;

    /// <summary>An object of another kind went.</summary>
    public abstract void Remove<T>(ObjectTable<T> table, EventResource? resource, string key)
        where T : class, IKubeObject;

    /// <summary>A pod that needs a node came.</summary>
    public abstract void Submit(Pod pod, CreatePods step, bool measured);

    /// <summary>A pod changed.</summary>
    public abstract void Update(Pod pod);

    /// <summary>A pod went; nothing where it is not known.</summary>
    public abstract void Leave(string key);

    /// <summary>Time passes.</summary>
    public abstract void Pass(TimeSpan time);

    /// <summary>Ends a step or, at a barrier, everything before it.</summary>
    /// <exception cref="UnexpectedDecisionException">A pod has not ended as its step says.</exception>
    public abstract void Settle(bool isBarrier);

    protected UnexpectedDecisionException Unexpected(string what) => new($"{path}: {what}");
}
