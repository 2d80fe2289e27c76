using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Workloads;

/// <content>Sizes: those that a plan says, and those that a change of <c>spec.replicas</c> in the middle of a rollout or of a pause asks for.</content>
public sealed partial class DeploymentController
{
    private const string DesiredReplicas = Prefix + "desired-replicas";
    private const string MaxReplicas = Prefix + "max-replicas";

    /// <summary>A set with pods was sized for another number of replicas: first all sets grow or shrink in proportion.</summary>
    private bool IsBeingScaled(JsonObject deployment) =>
        SetsOf(deployment).Any(set => ReplicasOf(set) > 0 && set.Annotation(DesiredReplicas) is { } desired && desired != Text(ReplicasOf(deployment)));

    private async Task ScaleAsItIs(JsonObject deployment, CancellationToken cancellation)
    {
        var wanted = ReplicasOf(deployment);
        var sets = SetsOf(deployment);
        var newest = Newest(deployment);
        var active = sets.Where(set => ReplicasOf(set) > 0).ToList();
        if (active.Count <= 1)
        {
            var only = active.FirstOrDefault() ?? newest ?? sets.MaxBy(RevisionOf);
            if (only is not null) await Apply(deployment, [KeyValuePair.Create(only.Uid(), wanted)], cancellation, always: true).ConfigureAwait(false);
        }
        else if (newest is not null && newest.Annotation(DesiredReplicas) == Text(wanted) && ReplicasOf(newest) == wanted && StatusOf(newest, "availableReplicas") == wanted)
        {
            await Apply(deployment, [.. active.Where(set => set.Uid() != newest.Uid()).Select(set => KeyValuePair.Create(set.Uid(), 0L))], cancellation).ConfigureAwait(false);
        }
        else if (!IsRecreated(deployment))
        {
            var shares = active.Select(set => new SetShare(set.Uid(), ReplicasOf(set), MaxBefore(deployment, set))).ToList();
            await Apply(deployment, ScalingPlan.Of(wanted, MaxSurge(deployment), shares), cancellation, always: true).ConfigureAwait(false);
        }
    }

    /// <param name="deployment">The Deployment.</param>
    /// <param name="sizes">The sizes that sets get, by uid.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="always">Also note what a set is sized for where its size stays.</param>
    private async Task Apply(JsonObject deployment, IReadOnlyList<KeyValuePair<string, long>> sizes, CancellationToken cancellation, bool always = false)
    {
        foreach (var (uid, replicas) in sizes)
        {
            if (view.Mirror.FindUid(uid)?.Document is not { } set) continue;
            var before = ReplicasOf(set);
            var notes = Sizes(deployment);
            if (before == replicas && (!always || notes.All(note => set.Annotation(note.Key) == notes.Text(note.Key)))) continue;
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = notes } };
            if (before != replicas) patch["spec"] = new JsonObject { ["replicas"] = replicas };
            await view.Merge(Resources.ReplicaSets, set, patch, null, cancellation).ConfigureAwait(false);
            if (before != replicas) TellScaled(deployment, set, before, replicas);
        }
    }

    private void TellScaled(JsonObject deployment, JsonObject set, long before, long replicas) =>
        view.Events.Normal(Component, deployment, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.ObjectName()} from {before} to {replicas}");

    /// <summary>What a set is sized for, so that a later change of the number can be told from a rollout.</summary>
    private static JsonObject Sizes(JsonObject deployment) => new()
    {
        [DesiredReplicas] = Text(ReplicasOf(deployment)),
        [MaxReplicas] = Text(ReplicasOf(deployment) + MaxSurge(deployment)),
    };

    private static long MaxBefore(JsonObject deployment, JsonObject set) =>
        long.TryParse(set.Annotation(MaxReplicas), NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : StatusOf(deployment, "replicas");

    private static SetSize SizeOf(JsonObject set) => new(set.Uid(), ReplicasOf(set), StatusOf(set, "availableReplicas"));

    private static long MaxSurge(JsonObject deployment) => IsRecreated(deployment) ? 0 : Bound(deployment, "maxSurge", up: true);

    /// <summary>How many fewer than wanted may be available; without surge something has to give way first.</summary>
    private static long MaxUnavailable(JsonObject deployment)
    {
        if (IsRecreated(deployment) || ReplicasOf(deployment) == 0) return 0;
        return Math.Min(RolloutPlan.MaxUnavailable(MaxSurge(deployment), Bound(deployment, "maxUnavailable", up: false)), ReplicasOf(deployment));
    }

    /// <summary>A number, or a share of the replicas.</summary>
    private static long Bound(JsonObject deployment, string name, bool up)
    {
        var rolling = deployment.Child("spec")?.Child("strategy")?.Child("rollingUpdate");
        if (rolling?.Number(name) is { } number) return number;
        if (rolling?.Text(name) is not { } text || !long.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)) return 0;
        var hundredths = percent * ReplicasOf(deployment);
        return up ? (hundredths + 99) / 100 : hundredths / 100;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
