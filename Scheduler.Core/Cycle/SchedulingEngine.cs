using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle;

/// <summary>The scheduler without a world around it: profiles over one cluster. One thread calls it.</summary>
public sealed class SchedulingEngine
{
    private readonly Dictionary<string, SchedulingCycle> cycles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Profile> profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DecisionCheck> checks = new(StringComparer.Ordinal);
    private readonly Decision notScheduled = new();
    private SchedulingCycle? last;
    private Decision? lastDecision;

    public SchedulingEngine(
        Cluster cluster, IEnumerable<ProfileSpec> profileSpecs, PluginCatalog catalog, FeatureGates features, CycleOptions options, TimeProvider clock,
        ExtenderChain? extenders = null)
    {
        Cluster = cluster;
        Options = options;
        NodeRotation rotation = new(cluster.Nodes);
        foreach (ProfileSpec spec in profileSpecs)
        {
            Profile profile = Profile.Build(spec, catalog, cluster, features, clock, options.Engine == EngineKind.Plain);
            profiles.Add(spec.SchedulerName, profile);
            cycles.Add(spec.SchedulerName, new(profile, cluster, options, rotation, extenders));
            if (options.Check.OneOf == 0 || options.Engine != EngineKind.Incremental) continue;
            Profile plain = Profile.Build(spec, catalog, cluster, features, clock, plain: true);
            CycleOptions plainly = options with { Engine = EngineKind.Plain, Explain = true, Meter = null };
            checks.Add(spec.SchedulerName, new(new(plain, cluster, plainly, rotation, extenders), options.Check, new(clock, options.CheckShareMax)));
        }
    }

    public Cluster Cluster { get; }

    public CycleOptions Options { get; }

    /// <summary>What the layers of all profiles did so far.</summary>
    public CycleCounters Counters => cycles.Values.Aggregate(new CycleCounters(), (sum, cycle) => sum + cycle.Counters);

    /// <summary>The profile that a pod names, or null.</summary>
    public Profile? ProfileOf(PodInfo pod) => profiles.GetValueOrDefault(SchedulerName(pod));

    /// <summary>A decision for a pod that gets no cycle (being deleted, ended, of another scheduler, held back by PreEnqueue); null where it gets one.</summary>
    public Decision? Gate(PodInfo pod)
    {
        Profile? profile = ProfileOf(pod);
        if (profile is null) return NotScheduled(pod, DecisionKind.Skipped, "no profile for schedulerName");
        if (pod.Pod.Status.Phase is "Succeeded" or "Failed") return NotScheduled(pod, DecisionKind.Skipped, "terminal phase");
        foreach (IPreEnqueue plugin in profile.PreEnqueue)
        {
            Status status = plugin.PreEnqueue(pod);
            if (status.IsSuccess) continue;
            Decision held = NotScheduled(pod, DecisionKind.Held, status.Message);
            held.MutableGroups.Add(new(plugin.Name, status.Code, status.Reasons, 0));
            held.MutableUnschedulablePlugins.Add(plugin.Name);
            return held;
        }

        return pod.IsTerminating ? NotScheduled(pod, DecisionKind.Skipped, "pod is being deleted") : null;
    }

    /// <summary>Runs the pod's cycle. The result is overwritten by the next decision.</summary>
    /// <exception cref="InvalidOperationException">No profile has the pod's scheduler name.</exception>
    public Decision Decide(PodInfo pod)
    {
        string name = SchedulerName(pod);
        if (!cycles.TryGetValue(name, out last))
            throw new InvalidOperationException($"pod {pod.Key}: no profile is named \"{name}\"");
        lastDecision = last.Run(pod);
        if (checks.TryGetValue(name, out DecisionCheck? check) && check.IsDue()) lastDecision = Check(check, last, pod, lastDecision);
        return lastDecision;
    }

    /// <summary>Forgets all that is kept between decisions; they stay the same.</summary>
    public void Forget()
    {
        foreach (SchedulingCycle cycle in cycles.Values) cycle.Forget();
    }

    private Decision Check(DecisionCheck check, SchedulingCycle cycle, PodInfo pod, Decision decision)
    {
        cycle.Counters.Checked++;
        if (check.Compare(cycle, pod, decision, out Decision plain) is not { } difference) return decision;

        // What is kept cannot be trusted any more, what the plain way says can.
        cycle.Counters.Mismatches++;
        cycle.Forget();
        Options.CheckFailed?.Invoke(difference);
        return plain;
    }

    /// <summary>Everything about the last decision of <see cref="Decide"/>.</summary>
    public Explanation Explain() => Explainer.Explain(
        last ?? throw new InvalidOperationException("nothing has been decided yet"), lastDecision!);

    /// <summary>
    /// Goes on as if the pod were bound: it counts on the node, and Reserve plugins take what it needs. On failure everything is given back.
    /// </summary>
    /// <param name="pod">A pod that counts nowhere.</param>
    /// <param name="nodeName">Its node.</param>
    /// <param name="startTime">What counts as its start until the kubelet says better; null leaves it open (as late as possible).</param>
    /// <param name="failedPlugin">The Reserve plugin that failed, or empty.</param>
    public Status Assume(PodInfo pod, string nodeName, DateTimeOffset? startTime, out string failedPlugin)
    {
        Cluster.Nominations.Remove(pod);
        pod.StartTime = startTime ?? pod.StartTime;
        Cluster.AddPod(pod, nodeName);
        PointMeter? meter = Options.Meter;
        long began = meter?.Now ?? 0;
        Status reserved = Reserve(pod, nodeName, out failedPlugin);
        meter?.Point(ExtensionPoint.Reserve, pod, reserved.Code, began);
        if (!reserved.IsSuccess) Forget(pod, nodeName);
        return reserved;
    }

    private Status Reserve(PodInfo pod, string nodeName, out string failedPlugin)
    {
        foreach (IReserve plugin in ProfileOf(pod)!.Reserve)
        {
            long began = Options.Meter?.Now ?? 0;
            Status status = plugin.Reserve(pod, nodeName);
            if (Options.Meter is { TimesPlugins: true } meter) meter.Plugin(ExtensionPoint.Reserve, plugin, status.Code, began);
            if (status.IsSuccess) continue;
            failedPlugin = plugin.Name;
            return status;
        }

        failedPlugin = "";
        return Status.Success;
    }

    /// <summary>Turns a placed decision into the failure of a Reserve plugin.</summary>
    public Decision ReserveFailed(Decision decision, string plugin, Status status)
    {
        decision.Kind = status.Code.IsRejection() ? DecisionKind.Unschedulable : DecisionKind.Error;
        decision.Node = "";
        decision.Row = -1;
        decision.PreFilterMessage = status.Message;
        decision.Error = status.Message;
        decision.MutableGroups.Clear();
        decision.MutableGroups.Add(new(plugin, status.Code, status.Reasons, decision.NodeCount));
        decision.MutableUnschedulablePlugins.Add(plugin);
        return decision;
    }

    /// <summary>Undoes <see cref="Assume"/>: Unreserve in reverse order, and the pod no longer counts.</summary>
    public void Forget(PodInfo pod, string nodeName)
    {
        Unreserve(pod, nodeName);
        Cluster.RemovePod(pod.Key);
    }

    /// <summary>Only the first half of <see cref="Forget"/>: for a pod that is gone already.</summary>
    public void Unreserve(PodInfo pod, string nodeName)
    {
        IReserve[] reserve = ProfileOf(pod)!.Reserve;
        for (int i = reserve.Length - 1; i >= 0; i--) reserve[i].Unreserve(pod, nodeName);
    }

    private static string SchedulerName(PodInfo pod) => pod.Pod.Spec.SchedulerName is { Length: > 0 } name ? name : "default-scheduler";

    private Decision NotScheduled(PodInfo pod, DecisionKind kind, string why)
    {
        notScheduled.Reset(pod.Key, Cluster.Nodes.Count);
        notScheduled.Kind = kind;
        notScheduled.PreFilterMessage = why;
        return notScheduled;
    }
}
