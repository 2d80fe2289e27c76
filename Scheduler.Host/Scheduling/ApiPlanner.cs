using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling;

/// <summary>
/// Carries decisions out through the API: bindings and evictions at once, conditions and events one after the other behind them. Volumes and claims
/// are not written: a pod whose volume is not bound yet gets an error.
/// </summary>
public sealed class ApiPlanner(ApiClient client, TimeProvider clock) : IPlanner
{
    /// <summary>What is told beyond this many is dropped, oldest first: telling never holds up deciding.</summary>
    private const int ReportsMax = 10_000;

    private readonly Channel<Told> reports = Channel.CreateBounded<Told>(
        new BoundedChannelOptions(ReportsMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, dropped => dropped.Done.SetResult());

    /// <summary>The last report of a pod that is not written yet, by uid: a binding waits for it, or the report would overwrite what the binding says.</summary>
    private readonly ConcurrentDictionary<string, Task> unwritten = new(StringComparer.Ordinal);
    private long eventsMade;

    public async Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        var binding = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Binding",
            ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Pod.Metadata.Namespace, ["uid"] = pod.Uid },
            ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = nodeName },
        };
        if (unwritten.TryGetValue(pod.Uid, out var report)) await report.WaitAsync(cancellation).ConfigureAwait(false);
        var answer = await client.Create(PathOf(pod, "binding"), binding, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess) return Status.Error(answer.Message);
        Tell(pod, "Normal", "Scheduled", "Binding", $"Successfully assigned {pod.Key} to {nodeName}");
        return Status.Success;
    }

    public async Task<Status> EvictAsync(PodInfo victim, PodInfo preemptor, CancellationToken cancellation)
    {
        if (!victim.IsTerminating)
        {
            var message = "default-scheduler: preempting to accommodate a higher priority pod";
            var condition = Condition("DisruptionTarget", "True", "PreemptionByScheduler", message);
            var marked = await client.Patch(PathOf(victim, "status"), StatusOf(victim, new JsonObject { ["conditions"] = new JsonArray(condition) }), cancellation).ConfigureAwait(false);
            if (!marked.IsSuccess && !marked.IsGone && !marked.IsConflict) return Status.Error(marked.Message);
        }
        var deleted = await client.Delete(PathOf(victim), victim.Uid, null, null, cancellation).ConfigureAwait(false);
        if (!deleted.IsSuccess && !deleted.IsGone && !deleted.IsConflict) return Status.Error(deleted.Message);
        Tell(victim, "Normal", "Preempted", "Preempting", $"Preempted by pod {preemptor.Uid}");
        return Status.Success;
    }

    public void Report(FailedAttempt attempt)
    {
        var status = new JsonObject();
        if (attempt.Reason.Length > 0) status["conditions"] = new JsonArray(Condition("PodScheduled", "False", attempt.Reason, attempt.Message));
        if (attempt.NominatedNode is { } node) status["nominatedNodeName"] = node.Length > 0 ? node : null;
        var told = new Told(cancellation => client.Patch(PathOf(attempt.Pod, "status"), StatusOf(attempt.Pod, status), cancellation));
        unwritten[attempt.Pod.Uid] = told.Done.Task;
        _ = told.Done.Task.ContinueWith(
            done => unwritten.TryRemove(KeyValuePair.Create(attempt.Pod.Uid, done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        reports.Writer.TryWrite(told);
        if (attempt.Reason.Length > 0) Tell(attempt.Pod, "Warning", "FailedScheduling", "Scheduling", attempt.Message);
    }

    /// <summary>Writes what is to be told until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var report in reports.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)) await Write(report, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private static async Task Write(Told report, CancellationToken cancellation)
    {
        try
        {
            await report.Call(cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // A report is worth one attempt: the next attempt to schedule the pod tells the same again.
        }
        finally
        {
            report.Done.SetResult();
        }
    }

    private void Tell(PodInfo pod, string type, string reason, string action, string message)
    {
        var now = clock.GetUtcNow();
        var suffix = $"{now.UtcTicks.ToString("x", CultureInfo.InvariantCulture)}{Interlocked.Increment(ref eventsMade).ToString("x", CultureInfo.InvariantCulture)}";
        var ns = pod.Pod.Metadata.Namespace;
        var made = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{pod.Name}.{suffix}", ["namespace"] = ns },
            ["involvedObject"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["namespace"] = ns, ["name"] = pod.Name, ["uid"] = pod.Uid },
            ["type"] = type,
            ["reason"] = reason,
            ["action"] = action,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = "default-scheduler" },
            ["reportingComponent"] = "default-scheduler",
            ["firstTimestamp"] = Meta.Timestamp(now),
            ["lastTimestamp"] = Meta.Timestamp(now),
            ["count"] = 1,
        };
        reports.Writer.TryWrite(new Told(cancellation => client.Create(Resources.Events.Path(ns), made, cancellation)));
    }

    private JsonObject Condition(string type, string status, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = message,
        ["lastProbeTime"] = null,
        ["lastTransitionTime"] = Meta.Timestamp(clock.GetUtcNow()),
    };

    /// <summary>The uid keeps the patch off another pod of the same name.</summary>
    private static JsonObject StatusOf(PodInfo pod, JsonObject status) => new() { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = status };

    private static string PathOf(PodInfo pod, string? subresource = null) => Resources.Pods.Path(pod.Pod.Metadata.Namespace, pod.Name, subresource);

    /// <summary>Something to write, and that it has been: written, refused or dropped.</summary>
    private sealed record Told(Func<CancellationToken, Task> Call)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
