using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>Every pod runs as a service account that exists, and finds its token in a volume.</summary>
public sealed class ServiceAccountAdmission(ApiServices services) : IAdmission
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";
    private const string VolumePrefix = "kube-api-access-";
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>One hour and seven seconds: renewed by the kubelet long before.</summary>
    private const int TokenSeconds = 3607;

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        if (!request.Is(AdmissionOperation.Create, services.Catalog.Pods)) return;
        var pod = request.Document;
        if (pod.Metadata().Child("annotations")?.Text(MirrorAnnotation) is not null) return;
        var spec = pod.ChildOrNew("spec");
        var name = spec.Text("serviceAccountName") is { Length: > 0 } given ? given : "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        if (await services.Objects.Find(services.Catalog.ServiceAccounts, request.Namespace, name, cancellation) is not { } stored)
            throw StatusErrors.Forbidden("", "pods", request.Name,
                $"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");

        var account = stored.Parse();
        if (spec["imagePullSecrets"] is not JsonArray { Count: > 0 }) Meta.CopyField(account, spec, "imagePullSecrets");
        var wanted = spec["automountServiceAccountToken"] ?? account["automountServiceAccountToken"];
        if (wanted is null || wanted.GetValue<bool>()) MountToken(spec);
    }

    private void MountToken(JsonObject spec)
    {
        var volume = spec.Children("volumes").Select(one => one.Text("name")).FirstOrDefault(name => name?.StartsWith(VolumePrefix, StringComparison.Ordinal) == true);
        var name = volume ?? VolumePrefix + services.Identifiers.Suffix();
        var mounted = false;
        foreach (var container in spec.Children("initContainers").Concat(spec.Children("containers")))
        {
            if (container.Children("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath)) continue;
            if (container["volumeMounts"] is not JsonArray mounts) container["volumeMounts"] = mounts = [];
            mounts.Add((JsonNode)new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = MountPath });
            mounted = true;
        }
        if (!mounted || volume is not null) return;
        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        volumes.Add((JsonNode)TokenVolume(name));
    }

    private static JsonObject TokenVolume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = TokenSeconds, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = 420,
        },
    };
}
