using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Writing;

/// <summary>Writes what PreBind changes of volumes and claims: annotations and the claim reference, nothing else, and only where nobody was faster.</summary>
internal sealed class VolumeWriter(IApiClient client)
{
    private static readonly ApiResource Volumes = Resources.Of("", "v1", "persistentvolumes");
    private static readonly ApiResource Claims = Resources.Of("", "v1", "persistentvolumeclaims");

    /// <summary>Takes what the server made of it, on the decision thread, before the write counts as done.</summary>
    public required Func<IKubeObject, CancellationToken, Task> Written { get; init; }

    public Task<Status> UpdateAsync(PersistentVolume volume, CancellationToken cancellation)
    {
        JsonObject patch = Metadata(volume.Metadata);
        if (volume.ClaimRef is { } claim)
        {
            patch["spec"] = new JsonObject
            {
                ["claimRef"] = new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "PersistentVolumeClaim",
                    ["namespace"] = claim.Namespace,
                    ["name"] = claim.Name,
                    ["uid"] = claim.Uid,
                },
            };
        }

        return WriteAsync(Volumes, KubeKind.PersistentVolume, volume.Metadata, patch, cancellation);
    }

    public Task<Status> UpdateAsync(PersistentVolumeClaim claim, CancellationToken cancellation) =>
        WriteAsync(Claims, KubeKind.PersistentVolumeClaim, claim.Metadata, Metadata(claim.Metadata), cancellation);

    /// <summary>True where the first is not older than the second.</summary>
    public static bool IsNotOlder(ObjectMeta one, ObjectMeta other) =>
        !ulong.TryParse(one.ResourceVersion, CultureInfo.InvariantCulture, out ulong first)
        || !ulong.TryParse(other.ResourceVersion, CultureInfo.InvariantCulture, out ulong second) || first >= second;

    private async Task<Status> WriteAsync(ApiResource resource, KubeKind kind, ObjectMeta metadata, JsonObject patch, CancellationToken cancellation)
    {
        ApiAnswer answer = await client.Merge(resource.Path(metadata.Namespace, metadata.Name), patch, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess) return Status.Error($"{resource.Kind} \"{metadata.Key}\": {answer.Message}");
        byte[] json = System.Text.Encoding.UTF8.GetBytes(answer.Document.ToJsonString());
        await Written(new KubeReader().Read(json, kind, metadata.Key), cancellation).ConfigureAwait(false);
        return Status.Success;
    }

    /// <summary>The resource version makes the server refuse the patch where the object has changed.</summary>
    private static JsonObject Metadata(ObjectMeta metadata)
    {
        JsonObject annotations = [];
        foreach ((string key, string value) in metadata.Annotations) annotations[key] = value;
        return new()
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = metadata.ResourceVersion, ["uid"] = metadata.Uid, ["annotations"] = annotations },
        };
    }
}
