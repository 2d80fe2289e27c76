using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Controllers.Volumes;

/// <summary>Lets claims and volumes that are being deleted go when nobody uses them: a claim no pod on a node, a volume no claim.</summary>
public sealed class VolumeProtection(ClusterView view) : IController
{
    private const string ClaimFinalizer = "kubernetes.io/pvc-protection";
    private const string VolumeFinalizer = "kubernetes.io/pv-protection";

    public string Name => "volume-protection";

    public IReadOnlyList<ApiResource> Watches { get; } = [Resources.PersistentVolumeClaims, Resources.PersistentVolumes, Resources.Pods];

    public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted)
    {
        if (resource == Resources.Pods) return deleted ? [.. ClaimsOf(document).Select(claim => $"{document.Namespace()}/{claim}")] : [];
        return !deleted && document.IsTerminating() ? [document.Key()] : [];
    }

    public async Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
    {
        if (!key.Contains('/'))
        {
            if (view.Mirror.Find(Resources.PersistentVolumes, key) is { } volume && volume.IsTerminating() && VolumeDocuments.Phase(volume) != "Bound")
                await LetGo(Resources.PersistentVolumes, volume, VolumeFinalizer, cancellation).ConfigureAwait(false);
        }
        else if (view.Mirror.Find(Resources.PersistentVolumeClaims, key) is { } claim && claim.IsTerminating() && !IsUsed(claim))
        {
            await LetGo(Resources.PersistentVolumeClaims, claim, ClaimFinalizer, cancellation).ConfigureAwait(false);
        }
        return null;
    }

    private async Task LetGo(ApiResource resource, JsonObject document, string finalizer, CancellationToken cancellation)
    {
        if (document.Finalizers().Contains(finalizer)) await view.Merge(resource, document, document.WithoutFinalizer(finalizer), null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Pods that have no node do not count: no agent starts one whose claim is being deleted.</summary>
    private bool IsUsed(JsonObject claim) =>
        view.Mirror.All(Resources.Pods).Any(pod => pod.Namespace() == claim.Namespace() && Pods.NodeOf(pod).Length > 0 && ClaimsOf(pod).Contains(claim.ObjectName()));

    private static IEnumerable<string> ClaimsOf(JsonObject pod)
    {
        foreach (var volume in pod.Child("spec")?.Children("volumes") ?? [])
        {
            if (volume.Child("persistentVolumeClaim")?.Text("claimName") is { } named) yield return named;
            if (volume.Child("ephemeral") is not null) yield return $"{pod.ObjectName()}-{volume.Text("name")}";
        }
    }
}
