using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <content>What a ReplicaSet says of its pods.</content>
public sealed partial class ReplicaSetController
{
    /// <summary>Returns when the next pod that is ready will have been so for long enough.</summary>
    private async Task<TimeSpan?> WriteStatus(JsonObject set, Failure? failure, CancellationToken cancellation)
    {
        var pods = PodsOf(set);
        var ready = pods.Where(Pods.IsReady).ToList();
        var waits = ready.Select(pod => WaitOf(set, pod)).Where(wait => wait > TimeSpan.Zero).ToList();
        var labels = set["spec"]!["template"]!.AsObject().Labels();
        var status = new JsonObject
        {
            ["replicas"] = (long)pods.Count,
            ["fullyLabeledReplicas"] = (long)pods.Count(pod => (labels ?? []).All(label => JsonNode.DeepEquals(pod.Labels()?[label.Key], label.Value))),
            ["readyReplicas"] = (long)ready.Count,
            ["availableReplicas"] = (long)(ready.Count - waits.Count),
            ["terminatingReplicas"] = (long)view.Mirror.ControlledBy(set.Uid(), Resources.Pods).Count(pod => pod.IsTerminating() && !Pods.HasEnded(pod)),
            ["observedGeneration"] = set.Metadata().Number("generation") ?? 0,
            ["conditions"] = Conditions(set, failure),
        };
        await view.SetStatus(Resources.ReplicaSets, set, status, cancellation).ConfigureAwait(false);
        return waits.Count > 0 ? waits.Min() : null;
    }

    /// <summary>How much longer a ready pod has to stay so until it counts as available.</summary>
    private TimeSpan WaitOf(JsonObject set, JsonObject pod)
    {
        var minReady = TimeSpan.FromSeconds(set.Child("spec")?.Number("minReadySeconds") ?? 0);
        return minReady > TimeSpan.Zero ? (Pods.ReadySince(pod) ?? view.Now) + minReady - view.Now : TimeSpan.Zero;
    }

    private JsonArray Conditions(JsonObject set, Failure? failure)
    {
        var present = set.Child("status")?.Children("conditions").ToList() ?? [];
        var conditions = new JsonArray([.. present.Where(one => one.Text("type") != "ReplicaFailure").Select(one => one.DeepClone())]);
        if (failure is null) return conditions;
        if (present.Find(one => one.Text("type") == "ReplicaFailure") is { } known)
        {
            conditions.Add(known.DeepClone());
            return conditions;
        }
        conditions.Add((JsonNode)new JsonObject
        {
            ["type"] = "ReplicaFailure",
            ["status"] = "True",
            ["lastTransitionTime"] = view.Timestamp,
            ["reason"] = failure.Reason,
            ["message"] = failure.Message,
        });
        return conditions;
    }
}
