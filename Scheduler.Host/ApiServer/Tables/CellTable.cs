using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Tables;

/// <summary>Makes the cells of one row; the order is that of the resource's columns in the table.</summary>
internal delegate JsonArray CellMaker(JsonObject document, DateTimeOffset now);

/// <summary>Which function prints which kind: the one list to extend.</summary>
internal static class CellTable
{
    private static readonly FrozenDictionary<string, CellMaker> Makers = new Dictionary<string, CellMaker>
    {
        ["Pod"] = PodCells.Pod,
        ["PodTemplate"] = PodCells.Template,
        ["Node"] = NodeCells.Node,

        ["Deployment"] = WorkloadCells.Deployment,
        ["ReplicaSet"] = WorkloadCells.ReplicaSet,
        ["ReplicationController"] = WorkloadCells.ReplicationController,
        ["DaemonSet"] = WorkloadCells.DaemonSet,
        ["StatefulSet"] = WorkloadCells.StatefulSet,
        ["Job"] = WorkloadCells.Job,
        ["CronJob"] = WorkloadCells.CronJob,
        ["ControllerRevision"] = WorkloadCells.ControllerRevision,
        ["HorizontalPodAutoscaler"] = AutoscalerCells.Autoscaler,
        ["PodDisruptionBudget"] = WorkloadCells.DisruptionBudget,

        ["Service"] = ServiceCells.Service,
        ["Endpoints"] = ServiceCells.Endpoints,
        ["EndpointSlice"] = ServiceCells.EndpointSlice,
        ["Ingress"] = ServiceCells.Ingress,
        ["IngressClass"] = ServiceCells.IngressClass,
        ["NetworkPolicy"] = ServiceCells.NetworkPolicy,
        ["IPAddress"] = ServiceCells.IpAddress,
        ["ServiceCIDR"] = ServiceCells.ServiceCidr,

        ["PersistentVolume"] = StorageCells.PersistentVolume,
        ["PersistentVolumeClaim"] = StorageCells.Claim,
        ["StorageClass"] = StorageCells.StorageClass,
        ["CSIDriver"] = StorageCells.CsiDriver,
        ["CSINode"] = StorageCells.CsiNode,
        ["VolumeAttachment"] = StorageCells.VolumeAttachment,
        ["VolumeAttributesClass"] = StorageCells.VolumeAttributesClass,

        ["Namespace"] = ClusterCells.Namespace,
        ["Event"] = EventCells.Event,
        ["ConfigMap"] = ClusterCells.ConfigMap,
        ["Secret"] = ClusterCells.Secret,
        ["ResourceQuota"] = ClusterCells.ResourceQuota,
        ["PriorityClass"] = ClusterCells.PriorityClass,
        ["Lease"] = ClusterCells.Lease,
        ["RuntimeClass"] = ClusterCells.RuntimeClass,
        ["ComponentStatus"] = ClusterCells.ComponentStatus,
        ["CertificateSigningRequest"] = ClusterCells.SigningRequest,
        ["APIService"] = ClusterCells.ApiService,
        ["ResourceClaim"] = ClusterCells.ResourceClaim,
        ["ResourceSlice"] = ClusterCells.ResourceSlice,

        ["RoleBinding"] = AccessCells.Binding,
        ["ClusterRoleBinding"] = AccessCells.Binding,
        ["FlowSchema"] = AccessCells.FlowSchema,
        ["PriorityLevelConfiguration"] = AccessCells.PriorityLevel,
        ["MutatingWebhookConfiguration"] = AccessCells.Webhooks,
        ["ValidatingWebhookConfiguration"] = AccessCells.Webhooks,
        ["MutatingAdmissionPolicy"] = AccessCells.MutatingPolicy,
        ["ValidatingAdmissionPolicy"] = AccessCells.ValidatingPolicy,
        ["MutatingAdmissionPolicyBinding"] = AccessCells.PolicyBinding,
        ["ValidatingAdmissionPolicyBinding"] = AccessCells.PolicyBinding,
    }.ToFrozenDictionary();

    /// <summary>Kinds without a function of their own show their name, and their age or their time of creation.</summary>
    public static JsonArray Cells(ApiResource resource, JsonObject document, DateTimeOffset now)
    {
        if (Makers.TryGetValue(resource.Kind, out CellMaker? maker))
            return maker(document, now);
        bool showsAge = resource.Columns is [_, { Name: "Age" }];
        return [CellText.Name(document), showsAge ? CellText.Age(document, now) : CellText.Created(document)];
    }
}
