using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <content>What a Deployment says of itself: <c>kubectl rollout status</c> reads it.</content>
public sealed partial class DeploymentController
{
    /// <summary>Writes the status. Returns when a rollout that makes no progress will have taken too long.</summary>
    private async Task<TimeSpan?> WriteStatus(JsonObject deployment, bool progresses, CancellationToken cancellation)
    {
        var sets = SetsOf(deployment);
        var newest = Newest(deployment);
        var conditions = ConditionList.Of(deployment, view.Timestamp);
        var available = sets.Sum(set => StatusOf(set, "availableReplicas"));
        var status = new JsonObject
        {
            ["observedGeneration"] = deployment.Metadata().Number("generation") ?? 0,
            ["replicas"] = sets.Sum(set => StatusOf(set, "replicas")),
            ["updatedReplicas"] = newest is null ? 0 : StatusOf(newest, "replicas"),
            ["readyReplicas"] = sets.Sum(set => StatusOf(set, "readyReplicas")),
            ["availableReplicas"] = available,
            ["unavailableReplicas"] = Math.Max(0, sets.Sum(ReplicasOf) - available),
            ["terminatingReplicas"] = sets.Sum(set => StatusOf(set, "terminatingReplicas")),
        };
        if (available >= ReplicasOf(deployment) - MaxUnavailable(deployment)) conditions.Set("Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.");
        else conditions.Set("Available", false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
        var again = progresses ? SayProgress(deployment, status, newest, conditions) : null;
        SayFailure(sets, newest, conditions);
        status["conditions"] = conditions.ToArray();
        await view.SetStatus(Resources.Deployments, deployment, status, cancellation).ConfigureAwait(false);
        return again;
    }

    /// <summary>Every set has what it should, in status and in fact.</summary>
    private bool IsComplete(JsonObject deployment)
    {
        var sets = SetsOf(deployment);
        var newest = Newest(deployment);
        var wanted = ReplicasOf(deployment);
        return (newest is null ? 0 : StatusOf(newest, "replicas")) == wanted && sets.Sum(set => StatusOf(set, "replicas")) == wanted
            && sets.Sum(set => StatusOf(set, "availableReplicas")) == wanted;
    }

    private TimeSpan? SayProgress(JsonObject deployment, JsonObject status, JsonObject? newest, ConditionList conditions)
    {
        if (DeadlineOf(deployment) is not { } deadline)
        {
            conditions.Remove("Progressing");
            return null;
        }
        var what = newest is null ? $"Deployment \"{deployment.ObjectName()}\"" : $"ReplicaSet \"{newest.ObjectName()}\"";
        var known = conditions.Find("Progressing");

        // A rollout that has come to its end is not judged again by pods that come and go later.
        if (known?.Text("reason") == "NewReplicaSetAvailable" && status.Number("replicas") == status.Number("updatedReplicas")) return null;
        if (IsComplete(deployment))
        {
            conditions.Set("Progressing", true, "NewReplicaSetAvailable", $"{what} has successfully progressed.");
            return null;
        }
        if (HasProgressed(deployment, status))
        {
            conditions.Renew("Progressing", true, "ReplicaSetUpdated", $"{what} is progressing.");
            return deadline;
        }
        if (known is null || known.Text("reason") is "NewReplicaSetAvailable") return null;
        if (known.Text("reason") == "ProgressDeadlineExceeded") return null;
        var left = (known.Time("lastUpdateTime") ?? view.Now) + deadline - view.Now;
        if (left >= TimeSpan.Zero) return left + TimeSpan.FromSeconds(1);
        conditions.Set("Progressing", false, "ProgressDeadlineExceeded", $"{what} has timed out progressing.");
        return null;
    }

    private static bool HasProgressed(JsonObject deployment, JsonObject status)
    {
        var oldPodsBefore = StatusOf(deployment, "replicas") - StatusOf(deployment, "updatedReplicas");
        return status.Number("updatedReplicas") > StatusOf(deployment, "updatedReplicas") || status.Number("replicas") - status.Number("updatedReplicas") < oldPodsBefore
            || status.Number("readyReplicas") > StatusOf(deployment, "readyReplicas") || status.Number("availableReplicas") > StatusOf(deployment, "availableReplicas");
    }

    /// <summary>A set that cannot make its pods says so; the newest one first.</summary>
    private static void SayFailure(List<JsonObject> sets, JsonObject? newest, ConditionList conditions)
    {
        conditions.Remove("ReplicaFailure");
        var failures = sets.OrderByDescending(set => set == newest).SelectMany(set => set.Child("status")?.Children("conditions") ?? []);
        if (failures.FirstOrDefault(one => one.Text("type") == "ReplicaFailure" && one.Text("status") == "True") is { } failure)
            conditions.Set("ReplicaFailure", true, failure.Text("reason") ?? "", failure.Text("message") ?? "");
    }

    /// <summary>The clock of a rollout stands still while it is paused, and starts anew after that.</summary>
    private async Task SayWhetherPaused(JsonObject deployment, CancellationToken cancellation)
    {
        if (DeadlineOf(deployment) is null) return;
        var conditions = ConditionList.Of(deployment, view.Timestamp);
        var reason = conditions.Find("Progressing")?.Text("reason");
        if (reason == "ProgressDeadlineExceeded") return;
        var isPaused = deployment.Child("spec")?.Flag("paused") == true;
        if (isPaused && reason != "DeploymentPaused") conditions.Set("Progressing", null, "DeploymentPaused", "Deployment is paused");
        else if (!isPaused && reason == "DeploymentPaused") conditions.Set("Progressing", null, "DeploymentResumed", "Deployment is resumed");
        else return;
        await view.SetStatus(Resources.Deployments, deployment, new JsonObject { ["conditions"] = conditions.ToArray() }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Says on the Deployment which revision it is at, and how its newest set came about where nothing is said of progress yet.</summary>
    private async Task Announce(JsonObject deployment, long revision, string reason, string message, CancellationToken cancellation)
    {
        if (RevisionOf(deployment) != revision)
        {
            var annotated = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Revision] = Text(revision) } } };
            await view.Merge(Resources.Deployments, deployment, annotated, null, cancellation).ConfigureAwait(false);
        }
        var conditions = ConditionList.Of(deployment, view.Timestamp);
        var isNew = reason == "NewReplicaSetCreated";
        if (DeadlineOf(deployment) is null || (!isNew && conditions.Find("Progressing") is not null)) return;
        conditions.Set("Progressing", true, reason, message);
        await view.SetStatus(Resources.Deployments, deployment, new JsonObject { ["conditions"] = conditions.ToArray() }, cancellation).ConfigureAwait(false);
    }

    private async Task Refuse(JsonObject deployment, string message, CancellationToken cancellation)
    {
        view.Events.Warning(Component, deployment, "ReplicaSetCreateError", $"Failed to create new replica set: {message}");
        var conditions = ConditionList.Of(deployment, view.Timestamp);
        conditions.Set("Progressing", false, "ReplicaSetCreateError", message);
        await view.SetStatus(Resources.Deployments, deployment, new JsonObject { ["conditions"] = conditions.ToArray() }, cancellation).ConfigureAwait(false);
    }

    /// <summary>How long a rollout may go without progress; null: for ever.</summary>
    private static TimeSpan? DeadlineOf(JsonObject deployment) =>
        deployment.Child("spec")?.Number("progressDeadlineSeconds") is { } seconds and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
}
