using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <summary>
/// Gives every template of a Deployment a ReplicaSet, and moves the replicas to the newest one: step by step (RollingUpdate) or after the old pods
/// have gone (Recreate). The sizes are <see cref="RolloutPlan"/>'s; while a Deployment is paused or being scaled they are <see cref="ScalingPlan"/>'s.
/// </summary>
public sealed partial class DeploymentController(ClusterView view) : IController
{
    /// <summary>Who its events are from.</summary>
    private const string Component = "deployment-controller";

    private readonly Adoption adoption = new(view, Resources.Deployments, Resources.ReplicaSets);

    public string Name => "deployment";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.Deployments, Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Deployments) return deleted ? [] : [document.Key()];
        if (resource == Resources.ReplicaSets) return Owners.ControllerOf(document) is null && !deleted ? adoption.WouldTake(document).ToList() : OwnerKey(document);
        // Recreate waits for pods to be gone.
        return deleted && Owners.ControllerOf(document)?.Text("uid") is { } uid && view.Mirror.FindUid(uid) is { } set ? OwnerKey(set.Document) : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (Current(key) is not { } deployment) return null;
        if (deployment.IsTerminating()) return await WriteStatus(deployment, progresses: false, cancellation).ConfigureAwait(false);
        await adoption.Settle(deployment, cancellation).ConfigureAwait(false);
        await SayWhetherPaused(deployment, cancellation).ConfigureAwait(false);
        deployment = Current(key) ?? deployment;

        var isPaused = deployment.Child("spec")?.Flag("paused") == true;
        var follows = !isPaused && !IsBeingScaled(deployment);
        if (!follows)
        {
            if (Newest(deployment) is { } newest) await Settle(deployment, newest, cancellation).ConfigureAwait(false);
            await ScaleAsItIs(Current(key) ?? deployment, cancellation).ConfigureAwait(false);
            if (isPaused) await Clean(deployment, cancellation).ConfigureAwait(false);
        }
        else if (IsRecreated(deployment))
        {
            await Recreate(deployment, cancellation).ConfigureAwait(false);
        }
        else
        {
            await Roll(deployment, cancellation).ConfigureAwait(false);
        }
        return await WriteStatus(Current(key) ?? deployment, follows, cancellation).ConfigureAwait(false);
    }

    private async Task Roll(JsonObject deployment, CancellationToken cancellation)
    {
        if (await Ensure(deployment, cancellation).ConfigureAwait(false) is not { } newest) return;
        var sizes = RolloutPlan.Of(ReplicasOf(deployment), MaxSurge(deployment), MaxUnavailable(deployment), newest.Uid(), [.. SetsOf(deployment).Select(SizeOf)]);
        await Apply(deployment, sizes, cancellation).ConfigureAwait(false);
        if (IsComplete(deployment)) await Clean(deployment, cancellation).ConfigureAwait(false);
    }

    private async Task Recreate(JsonObject deployment, CancellationToken cancellation)
    {
        var old = OldSetsOf(deployment);
        await Apply(deployment, [.. old.Select(set => KeyValuePair.Create(set.Uid(), 0L))], cancellation).ConfigureAwait(false);
        if (old.Any(HasPods)) return;
        if (await Ensure(deployment, cancellation).ConfigureAwait(false) is not { } newest) return;
        await Apply(deployment, [KeyValuePair.Create(newest.Uid(), ReplicasOf(deployment))], cancellation).ConfigureAwait(false);
        if (IsComplete(deployment)) await Clean(deployment, cancellation).ConfigureAwait(false);
    }

    private JsonObject? Current(string key) => view.Mirror.Find(Resources.Deployments, key);

    private bool HasPods(JsonObject set) => view.Mirror.ControlledBy(set.Uid(), Resources.Pods).Any(pod => !Pods.HasEnded(pod));

    private static bool IsRecreated(JsonObject deployment) => deployment.Child("spec")?.Child("strategy")?.Text("type") == "Recreate";

    private static IEnumerable<string> OwnerKey(JsonObject document) =>
        Owners.ControllerOf(document) is { } owner && owner.Text("kind") == "Deployment" ? [$"{document.Namespace()}/{owner.Text("name")}"] : [];

    private static long ReplicasOf(JsonObject document) => document.Child("spec")?.Number("replicas") ?? 1;

    private static long StatusOf(JsonObject document, string field) => document.Child("status")?.Number(field) ?? 0;
}
