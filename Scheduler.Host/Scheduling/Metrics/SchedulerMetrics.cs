using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Queue;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>What a scheduler counts, by the names and bounds of kube-scheduler v1.36, so that dashboards made for it work.</summary>
public sealed class SchedulerMetrics
{
    private readonly List<MetricFamily> families = [];

    public SchedulerMetrics()
    {
        Attempts = Keep(new CounterFamily("scheduler_schedule_attempts_total", "Number of attempts to schedule pods, by the result. 'unschedulable' means a pod could not be scheduled, while 'error' means an internal scheduler problem.", "profile", "result"));
        AttemptSeconds = Keep(new HistogramFamily("scheduler_scheduling_attempt_duration_seconds", "Scheduling attempt latency in seconds (scheduling algorithm + binding)", HistogramFamily.Exponential(0.001, 2, 15), "profile", "result"));
        AlgorithmSeconds = Keep(new HistogramFamily("scheduler_scheduling_algorithm_duration_seconds", "Scheduling algorithm latency in seconds", HistogramFamily.Exponential(0.001, 2, 15)));
        PreemptionVictims = Keep(new HistogramFamily("scheduler_preemption_victims", "Number of selected preemption victims", HistogramFamily.Exponential(1, 2, 7)));
        PreemptionAttempts = Keep(new CounterFamily("scheduler_preemption_attempts_total", "Total preemption attempts in the cluster till now"));
        SliSeconds = Keep(new HistogramFamily("scheduler_pod_scheduling_sli_duration_seconds", "E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue an d might involve multiple scheduling attempts.", HistogramFamily.Exponential(0.01, 2, 20), "attempts"));
        PodAttempts = Keep(new HistogramFamily("scheduler_pod_scheduling_attempts", "Number of attempts to successfully schedule a pod.", HistogramFamily.Exponential(1, 2, 5)));
        PointSeconds = Keep(new HistogramFamily("scheduler_framework_extension_point_duration_seconds", "Latency for running all plugins of a specific extension point.", HistogramFamily.Exponential(0.0001, 2, 12), "extension_point", "profile", "status"));
        PluginSeconds = Keep(new HistogramFamily("scheduler_plugin_execution_duration_seconds", "Duration for running a plugin at a specific extension point.", HistogramFamily.Exponential(0.00001, 1.5, 20), "extension_point", "plugin", "status"));
        QueueIncoming = Keep(new CounterFamily("scheduler_queue_incoming_pods_total", "Number of pods added to scheduling queues by event and queue type.", "event", "queue"));
        RestRequests = Keep(new CounterFamily("rest_client_requests_total", "Number of HTTP requests, partitioned by status code, method, and host.", "code", "host", "method"));
        RestSeconds = Keep(new HistogramFamily("rest_client_request_duration_seconds", "Request latency in seconds. Broken down by verb, and host.", [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60], "host", "verb"));
        PreemptionAttempts.With();
    }

    public CounterFamily Attempts { get; }
    public HistogramFamily AttemptSeconds { get; }
    public HistogramFamily AlgorithmSeconds { get; }
    public HistogramFamily PreemptionVictims { get; }
    public CounterFamily PreemptionAttempts { get; }
    public HistogramFamily SliSeconds { get; }
    public HistogramFamily PodAttempts { get; }
    public HistogramFamily PointSeconds { get; }
    public HistogramFamily PluginSeconds { get; }
    public CounterFamily QueueIncoming { get; }
    public CounterFamily RestRequests { get; }
    public HistogramFamily RestSeconds { get; }

    /// <summary>Adds a family that somebody else fills.</summary>
    public T Keep<T>(T family)
        where T : MetricFamily
    {
        families.Add(family);
        return family;
    }

    /// <summary>An attempt has ended: a decision without a node, or the end of a binding.</summary>
    /// <param name="profile">The scheduler's name.</param>
    /// <param name="result"><c>scheduled</c>, <c>unschedulable</c> or <c>error</c>.</param>
    /// <param name="time">From the beginning of the decision.</param>
    public void Attempted(string profile, string result, TimeSpan time)
    {
        Attempts.With(profile, result).Add();
        AttemptSeconds.With(profile, result).Add(time);
    }

    /// <summary>A pod is bound, after so many attempts.</summary>
    public void Scheduled(QueuedPod pod, DateTimeOffset now)
    {
        PodAttempts.With().Add(pod.Attempts);
        SliSeconds.With(pod.Attempts >= 16 ? "16+" : pod.Attempts.ToString(System.Globalization.CultureInfo.InvariantCulture)).Add(now - pod.Added);
    }

    /// <summary>PostFilter made room, or tried to.</summary>
    public void Preempted(PostFilterOutcome outcome)
    {
        PreemptionAttempts.With().Add();
        if (outcome is { Status.IsSuccess: true, Result.Victims: { Length: > 0 } victims }) PreemptionVictims.With().Add(victims.Length);
    }

    /// <summary>Everything, as Prometheus reads it, in order of the names.</summary>
    public void Write(TextWriter text)
    {
        foreach (MetricFamily family in families.OrderBy(family => family.Name, StringComparer.Ordinal)) family.Write(text);
    }
}
