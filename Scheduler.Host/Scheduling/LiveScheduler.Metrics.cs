using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Queue;
using Scheduler.Host.Scheduling.Metrics;

namespace Scheduler.Host.Scheduling;

/// <content>What is counted.</content>
public sealed partial class LiveScheduler
{
    private void OnAttempted(QueuedPod queued, Decision decision)
    {
        TimeSpan time = clock.GetElapsedTime(queued.AttemptBegan);
        metrics.AlgorithmSeconds.With().Add(time);
        if (decision.PostFilter is { Plugin: "DefaultPreemption" } outcome) metrics.Preempted(outcome);
        if (decision.Kind != DecisionKind.Placed)
            metrics.Attempted(Writing.Documents.SchedulerName(queued.Pod), decision.Kind == DecisionKind.Error ? "error" : "unschedulable", time);
    }

    private void CountBinding(QueuedPod queued, Status status)
    {
        string result = status.IsSuccess ? "scheduled" : status.Code.IsRejection() ? "unschedulable" : "error";
        metrics.Attempted(Writing.Documents.SchedulerName(queued.Pod), result, clock.GetElapsedTime(queued.AttemptBegan));
        if (status.IsSuccess) metrics.Scheduled(queued, clock.GetUtcNow());
    }

    private void OnEntered(QueuedPod queued, string cause) => metrics.QueueIncoming.With(cause, NameOf(queued.State)).Add();

    private static string NameOf(QueueState state) => state switch
    {
        QueueState.Active => "active",
        QueueState.Backoff or QueueState.ErrorBackoff => "backoff",
        QueueState.Gated => "gated",
        _ => "unschedulable",
    };

    /// <summary>What is looked up when somebody asks, on the decision thread.</summary>
    private void AddGauges()
    {
        metrics.Keep(new GaugeFamily("scheduler_pending_pods", "Number of pending pods, by the queue type.", ["queue"], PendingPods));
        metrics.Keep(new GaugeFamily("scheduler_cache_size", "Number of nodes, pods, and assumed (bound) pods in the scheduler cache.", ["type"],
            () => [(["assumed_pods"], assumed.Count + loop.BindingCount), (["nodes"], cluster.Nodes.Count), (["pods"], cluster.Pods.Count)]));
        metrics.Keep(new GaugeFamily("scheduler_unschedulable_pods", "The number of unschedulable pods broken down by plugin name.", ["plugin", "profile"], UnschedulablePods));
        metrics.Keep(new GaugeFamily("scheduler_live_waiting", "What waits: changes for the decision thread, bindings, conditions and events for the server.", ["what"], () =>
        [
            (["bindings"], planner.BindsPending), (["changes"], ring.Count), (["conditions"], planner.StatusesWaiting), (["events"], planner.EventsWaiting),
        ]));
        metrics.Keep(new GaugeFamily("scheduler_live_reports_dropped_total", "Conditions and events that were pushed out of their full queues.", [], () => [([], planner.ReportsDropped)], "counter"));
        metrics.Keep(new GaugeFamily("scheduler_live_checks_total", "Decisions that were worked out the plain way too, by result.", ["result"], () =>
        [
            (["different"], engine.Counters.Mismatches), (["equal"], engine.Counters.Checked - engine.Counters.Mismatches),
        ], "counter"));
        metrics.Keep(new GaugeFamily("scheduler_live_kept_answers_total", "What keeping answers between decisions came to.", ["what"], () =>
        [
            (["decided_from_columns"], engine.Counters.FromColumns), (["decided_from_groups"], engine.Counters.FromGroups),
            (["group_rebuilds"], engine.Counters.GroupRebuilds), (["quarantines"], engine.Counters.Quarantines), (["rebuilds"], engine.Counters.Rebuilds),
            (["rows_replayed"], engine.Counters.RowsReplayed), (["rows_visited"], engine.Counters.RowsVisited),
        ], "counter"));
        metrics.Keep(new GaugeFamily("scheduler_live_reused_answers_total", "Decisions that were known from an equal pod.", [], () => [([], engine.Counters.ReusedAnswers)], "counter"));
    }

    private IEnumerable<(string[] Values, double Number)> PendingPods() =>
        new[] { "active", "backoff", "gated", "unschedulable" }.Select(name =>
            (new[] { name }, (double)queue.Pods.Count(pod => pod.State != QueueState.InFlight && NameOf(pod.State) == name)));

    private IEnumerable<(string[] Values, double Number)> UnschedulablePods() =>
        queue.Pods.Where(pod => pod.State == QueueState.Unschedulable)
            .SelectMany(pod => pod.Rejectors.Select(plugin => (Plugin: plugin, Profile: Writing.Documents.SchedulerName(pod.Pod))))
            .GroupBy(one => one).OrderBy(group => group.Key).Select(group => (new[] { group.Key.Plugin, group.Key.Profile }, (double)group.Count()));
}
