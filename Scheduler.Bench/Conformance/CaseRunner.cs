using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.Cases;

namespace Scheduler.Bench.Conformance;

/// <summary>A case that failed: the first pod and field that differ.</summary>
public sealed record CaseFailure(string Case, string Pod, Difference Difference);

/// <summary>Plays a golden case through the engine (fixtures/golden/FORMAT.md 3) and compares every pod.</summary>
public sealed class CaseRunner(PluginCatalog catalog, CaseComparer comparer, CycleOptions options)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Plays the case; null where everything agrees.</summary>
    public CaseFailure? Run(GoldenCase golden)
    {
        if (golden.Expected.Length != golden.Pending.Length)
            return new(golden.Name, "", new("expect.pods", $"{golden.Pending.Length} entries", $"{golden.Expected.Length} entries"));
        Cluster cluster = new();
        cluster.LoadObjects(golden.Objects);
        SchedulerConfiguration configuration = golden.Config is { } config
            ? SchedulerConfiguration.Read(config, golden.Name, catalog, golden.Features)
            : SchedulerConfiguration.Default(catalog, golden.Features);
        SchedulingEngine engine = new(cluster, configuration.Profiles, catalog, golden.Features, options, TimeProvider.System);
        foreach (Pod pod in golden.Pods)
        {
            if (pod.Spec.NodeName.Length > 0) cluster.SetPod(pod);
            else Nominate(cluster, pod);
        }

        PodInfo[] pending = [.. golden.Pending.Select(cluster.Prepare)];
        foreach (PodInfo pod in pending)
            if (pod.Pod.Spec.SchedulingGates.Length == 0) Nominate(cluster, pod);
        for (int i = 0; i < pending.Length; i++)
        {
            PodInfo pod = WithoutLostNomination(cluster, pending[i]);
            if (Schedule(engine, pod, i + 1, golden.Expected[i], golden.AppliesPreemption) is { } difference)
                return new(golden.Name, pod.Key, difference);
        }

        return null;
    }

    private static void Nominate(Cluster cluster, Pod pod)
    {
        if (pod.Status.NominatedNodeName.Length > 0) Nominate(cluster, cluster.Prepare(pod));
    }

    private static void Nominate(Cluster cluster, PodInfo pod)
    {
        if (pod.Pod.Status.NominatedNodeName.Length > 0) cluster.Nominations.Set(pod, pod.Pod.Status.NominatedNodeName);
    }

    /// <summary>A pod that lost its nomination to a preemption no longer says that it has one (FORMAT.md 4.6).</summary>
    private static PodInfo WithoutLostNomination(Cluster cluster, PodInfo pod) =>
        pod.Pod.Status.NominatedNodeName.Length == 0 || cluster.Nominations.NodeOf(pod) is not null
            ? pod
            : cluster.Prepare(pod.Pod with { Status = pod.Pod.Status with { NominatedNodeName = "" } });

    private Difference? Schedule(SchedulingEngine engine, PodInfo pod, int position, JsonObject expected, bool applyPreemption)
    {
        if (engine.Gate(pod) is { } gated)
        {
            engine.Cluster.Nominations.Remove(pod);
            return comparer.Compare(expected, GoldenResult.NotScheduled(gated));
        }

        Decision decision = engine.Decide(pod);
        JsonObject got = GoldenResult.Of(engine.Explain());
        if (decision.Kind == DecisionKind.Placed) Assume(engine, pod, decision.Node, position, got);
        if (comparer.Compare(expected, got) is { } difference) return difference;
        if (applyPreemption && expected["retry"] is JsonObject retry) return Retry(engine, pod, position, expected, retry);
        engine.Cluster.Nominations.Remove(pod);
        return null;
    }

    private static void Assume(SchedulingEngine engine, PodInfo pod, string node, int position, JsonObject result)
    {
        Status status = engine.Assume(pod, node, Start.AddSeconds(position), out string plugin);
        if (status.IsSuccess) return;
        result["reserve"] = new JsonObject { ["plugin"] = plugin, ["code"] = status.Code.ToString(), ["reasons"] = GoldenResult.Strings(status.Reasons) };
    }

    /// <summary>Carries out the preemption that the reference applied, and tries the pod again (FORMAT.md 4.6).</summary>
    private Difference? Retry(SchedulingEngine engine, PodInfo pod, int position, JsonObject expected, JsonObject retry)
    {
        Cluster cluster = engine.Cluster;
        string node = expected["postFilter"]!["applied"]!.GetValue<string>();
        JsonNode outcome = expected["postFilter"]!["outcomes"]!.AsArray().First(outcome => outcome!["node"]!.GetValue<string>() == node)!;
        foreach (JsonNode? victim in outcome["victims"]!.AsArray()) cluster.RemovePod(victim!.GetValue<string>());
        foreach (PodInfo other in cluster.Nominations.On(node).ToArray())
            if (other.Priority < pod.Priority) cluster.Nominations.Remove(other);
        PodInfo nominated = cluster.Prepare(pod.Pod with { Status = pod.Pod.Status with { NominatedNodeName = node } });
        cluster.Nominations.Set(nominated, node);
        Difference? difference = Schedule(engine, nominated, position, retry, applyPreemption: false);
        return difference is null ? null : difference with { Field = "retry." + difference.Field };
    }
}
