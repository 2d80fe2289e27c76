using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers;

/// <content>What a Deployment says of itself: <c>kubectl rollout status</c> reads it.</content>
public sealed partial class DeploymentController
{
    private async Task WriteStatus(JsonObject deployment, CancellationToken cancellation)
    {
        var sets = SetsOf(deployment);
        var newest = Newest(deployment);
        var total = sets.Sum(set => Count(set, "replicas"));
        var available = sets.Sum(set => Count(set, "availableReplicas"));
        var updated = newest is null ? 0 : Count(newest, "replicas");
        var wanted = ReplicasOf(deployment);
        var isComplete = updated == wanted && total == wanted && available == wanted;
        var isAvailable = available >= wanted - MaxUnavailable(deployment);
        var status = new JsonObject
        {
            ["observedGeneration"] = deployment.Metadata().Number("generation") ?? 0,
            ["replicas"] = total,
            ["updatedReplicas"] = updated,
            ["readyReplicas"] = sets.Sum(set => Count(set, "readyReplicas")),
            ["availableReplicas"] = available,
            ["unavailableReplicas"] = Math.Max(0, sets.Sum(ReplicasOf) - available),
            ["conditions"] = new JsonArray(
                isAvailable
                    ? Condition(deployment, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                    : Condition(deployment, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
                isComplete
                    ? Condition(deployment, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{newest?.ObjectName()}\" has successfully progressed.")
                    : Condition(deployment, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{newest?.ObjectName()}\" is progressing.")),
        };
        await view.SetStatus(Resources.Deployments, deployment, status, cancellation).ConfigureAwait(false);
    }

    private static long MaxUnavailable(JsonObject deployment) =>
        deployment.Child("spec")?.Child("strategy")?.Text("type") == "Recreate" ? 0 : RolloutPlan.MaxUnavailable(Bound(deployment, "maxSurge", up: true), Bound(deployment, "maxUnavailable", up: false));

    private static long Count(JsonObject set, string field) => set.Child("status")?.Number(field) ?? 0;

    private JsonNode Condition(JsonObject deployment, string type, string state, string reason, string message)
    {
        var old = deployment.Child("status")?.Children("conditions").FirstOrDefault(one => one.Text("type") == type);
        if (old is not null && old.Text("status") == state && old.Text("reason") == reason && old.Text("message") == message) return old.DeepClone();
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = state,
            ["lastUpdateTime"] = view.Timestamp,
            ["lastTransitionTime"] = old?.Text("status") == state ? old["lastTransitionTime"]?.DeepClone() : view.Timestamp,
            ["reason"] = reason,
            ["message"] = message,
        };
    }
}
