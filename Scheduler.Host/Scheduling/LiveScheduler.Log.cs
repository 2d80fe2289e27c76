using Microsoft.Extensions.Logging;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Queue;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling;

/// <content>What is told to people.</content>
public sealed partial class LiveScheduler
{
    private static readonly TimeSpan FinishStep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UnauthorizedAgain = TimeSpan.FromMinutes(1);

    private DateTimeOffset unauthorizedTold;

    private void OnSynced()
    {
        IsSynced = true;

        // Reading the first lists leaves about as much behind as the cluster takes: given back once, before the first decision.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        LogSynced(cluster.Nodes.Count, cluster.Pods.Count, queue.Count, intake.PodsVersion);
    }

    private void OnReadRefused(string message)
    {
        Unreadable?.Invoke(message);
        if (message.Contains(": 401: ", StringComparison.Ordinal) && !IsFirstOfAMinute()) return;
        if (message.Contains("forbidden (403)", StringComparison.Ordinal)) LogReadForbidden(message);
        else LogReadRefused(message);
    }

    /// <summary>Credentials that do not count are refused for every resource: one line says it.</summary>
    private bool IsFirstOfAMinute()
    {
        lock (refusals)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (now - unauthorizedTold < UnauthorizedAgain) return false;
            unauthorizedTold = now;
            return true;
        }
    }

    private void OnDecided(PodInfo pod, Decision decision)
    {
        Decided?.Invoke(pod, decision, engine.Explain);
        if (options.KeepsDecisions) recent.Add(decision, clock.GetUtcNow(), intake.PodsVersion);
        LogLevel level = options.IsDryRun ? LogLevel.Information : LogLevel.Debug;
        if (!log.IsEnabled(level)) return;
        if (decision.Kind == DecisionKind.Placed) LogPlaced(level, pod.Key, pod.Uid, decision.Node, decision.FeasibleCount, decision.NodeCount, intake.PodsVersion);
        else LogNotPlaced(level, pod.Key, pod.Uid, decision.Message, intake.PodsVersion);
    }

    private void OnBindingEnded(QueuedPod queued, string node, Status status)
    {
        PodInfo pod = queued.Pod;
        CountBinding(queued, status);
        if (!status.IsSuccess)
        {
            LogNotBound(pod.Key, node, status.Message);
            return;
        }

        if (cluster.FindPod(pod.Key) is { Pod.Spec.NodeName.Length: 0 } counted && counted.Uid == pod.Uid) assumed.Bound(pod);
        LogBound(pod.Key, pod.Uid, node);
    }

    /// <summary>The same refusal is told once, not once per pod.</summary>
    private void OnRefused(ApiAnswer answer, string what)
    {
        bool isNew;
        lock (refusals) isNew = refusals.Add($"{what} {answer.Status}");
        if (!isNew) return;
        if (answer.Status is 401 or 403) LogForbidden(what, answer.Message);
        else LogRefused(what, answer.Status, answer.Message);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "synced: {Nodes} nodes, {Pods} pods on them, {Waiting} pods waiting, at revision {Revision}")]
    private partial void LogSynced(int nodes, int pods, int waiting, long revision);

    [LoggerMessage(Level = LogLevel.Trace, Message = "took in: {Change} {Pod} at version {Version}")]
    private partial void LogTook(ChangeKind change, string pod, long version);

    [LoggerMessage(Message = "decided: {Pod} ({Uid}) goes to {Node}: {Feasible} of {Nodes} nodes fit at revision {Revision}")]
    private partial void LogPlaced(LogLevel level, string pod, string uid, string node, int feasible, int nodes, long revision);

    [LoggerMessage(Message = "decided: {Pod} ({Uid}) gets no node: {Reason} (revision {Revision})")]
    private partial void LogNotPlaced(LogLevel level, string pod, string uid, string reason, long revision);

    [LoggerMessage(Level = LogLevel.Debug, Message = "bound: {Pod} ({Uid}) to {Node}")]
    private partial void LogBound(string pod, string uid, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "not bound: {Pod} to {Node}: {Reason}")]
    private partial void LogNotBound(string pod, string node, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "missing permission, nothing is decided before it is granted: {Refusal}")]
    private partial void LogReadForbidden(string refusal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Refusal}")]
    private partial void LogReadRefused(string refusal);

    [LoggerMessage(Level = LogLevel.Error, Message = "missing permission: cannot {What}: {Answer}")]
    private partial void LogForbidden(string what, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the server refuses to {What}: {Status} {Answer}")]
    private partial void LogRefused(string what, int status, string answer);
}
