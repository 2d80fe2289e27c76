using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Validation.Defaulting;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>Fills in what a client left out, as the API promises it (restartPolicy Always, requests from limits, …).</summary>
public static class Defaults
{
    /// <summary>Changes the document in place. Idempotent; runs on every body that is read and after every patch.</summary>
    public static void Apply(ApiResource resource, JsonObject document)
    {
        ApplyByKind(resource, document);
        FieldOrder.Restore(resource.Type, document);
    }

    private static void ApplyByKind(ApiResource resource, JsonObject document)
    {
        switch (resource.Kind)
        {
            case "Pod":
                PodDefaults.ApplyToPod(document);
                break;
            case "PodTemplate":
                PodDefaults.ApplyToTemplate(document.Object("template"));
                break;
            case "Deployment":
                WorkloadDefaults.Deployment(document);
                break;
            case "ReplicaSet":
                WorkloadDefaults.ReplicaSet(document);
                break;
            case "ReplicationController":
                WorkloadDefaults.ReplicationController(document);
                break;
            case "DaemonSet":
                WorkloadDefaults.DaemonSet(document);
                break;
            case "StatefulSet":
                WorkloadDefaults.StatefulSet(document);
                break;
            case "Job":
                WorkloadDefaults.Job(document);
                break;
            case "CronJob":
                WorkloadDefaults.CronJob(document);
                break;
            case "HorizontalPodAutoscaler" when resource.Version == "v1":
                WorkloadDefaults.AutoscalerV1(document);
                break;
            case "HorizontalPodAutoscaler":
                WorkloadDefaults.AutoscalerV2(document);
                break;
            case "PersistentVolume":
                VolumeDefaults.ApplyToPersistentVolume(document);
                break;
            case "PersistentVolumeClaim":
                VolumeDefaults.ApplyToClaim(document);
                break;
            default:
                ApplyToOthers(resource.Kind, document);
                break;
        }
    }

    private static void ApplyToOthers(string kind, JsonObject document)
    {
        switch (kind)
        {
            case "Service":
                ServiceDefaults.Service(document);
                break;
            case "Endpoints":
                ServiceDefaults.Endpoints(document);
                break;
            case "EndpointSlice":
                ServiceDefaults.EndpointSlice(document);
                break;
            case "NetworkPolicy":
                ServiceDefaults.NetworkPolicy(document);
                break;
            case "IngressClass":
                ServiceDefaults.IngressClass(document);
                break;
            case "Namespace":
                ClusterDefaults.Namespace(document);
                break;
            case "Node":
                ClusterDefaults.Node(document);
                break;
            case "Secret":
                ClusterDefaults.Secret(document);
                break;
            case "LimitRange":
                ClusterDefaults.LimitRange(document);
                break;
            case "PriorityClass":
                Fill.Text(document, "preemptionPolicy", "PreemptLowerPriority");
                break;
            case "StorageClass":
                ClusterDefaults.StorageClass(document);
                break;
            case "CSIDriver":
                ClusterDefaults.CsiDriver(document);
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                ClusterDefaults.RoleBinding(document);
                break;
            case "ResourceClaim":
                ClusterDefaults.ResourceClaim(document.Object("spec"));
                break;
            case "ResourceClaimTemplate":
                ClusterDefaults.ResourceClaim(document.Object("spec", "spec"));
                break;
            case "FlowSchema":
                ClusterDefaults.FlowSchema(document);
                break;
            case "PriorityLevelConfiguration":
                ClusterDefaults.PriorityLevel(document);
                break;
            case "CustomResourceDefinition":
                ClusterDefaults.CustomResource(document);
                break;
            case "APIService":
                ClusterDefaults.ApiService(document);
                break;
            case "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration":
                AdmissionDefaults.Webhooks(document, mutating: kind[0] == 'M');
                break;
            case "MutatingAdmissionPolicy" or "ValidatingAdmissionPolicy":
                AdmissionDefaults.Policy(document);
                break;
            case "MutatingAdmissionPolicyBinding" or "ValidatingAdmissionPolicyBinding":
                AdmissionDefaults.Binding(document);
                break;
        }
    }
}
