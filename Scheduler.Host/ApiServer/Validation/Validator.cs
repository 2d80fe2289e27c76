using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Validation.Rules;

namespace Scheduler.Host.ApiServer.Validation;

/// <summary>What is wrong with a document, in the words of the reference server. Documents are defaulted and in the server's own form.</summary>
public static class Validator
{
    /// <param name="old">The stored object for an update, null for a create.</param>
    /// <param name="subresource">Empty, or <c>status</c>, <c>scale</c>, <c>resize</c>, <c>ephemeralcontainers</c>, ….</param>
    /// <returns>No causes when the document is good.</returns>
    public static IReadOnlyList<FieldCause> Validate(ApiResource resource, JsonObject? old, JsonObject document, string subresource = "")
    {
        var problems = new Problems();
        if (subresource == "scale")
        {
            ClusterRules.Scale(document, problems);
            return problems.Causes;
        }

        MetadataRules.Check(resource, document, problems);
        if (old is not null)
            MetadataRules.CheckUpdate(old, document, problems);
        if (subresource is "" or "resize" or "ephemeralcontainers")
            Object(resource, document, isNew: old is null, problems);
        else if (subresource == "status" && resource.Kind == "Node")
            ClusterRules.Node(document, problems);
        if (old is not null)
            Change(resource, old, document, subresource, problems);
        return problems.Causes;
    }

    private static void Object(ApiResource resource, JsonObject document, bool isNew, Problems problems)
    {
        switch (resource.Kind)
        {
            case "Pod":
                PodRules.Pod(document, problems);
                break;
            case "PodTemplate":
                PodRules.Template(document.Object("template"), FieldPath.Root("template"), problems);
                break;
            case "Deployment":
                WorkloadRules.Deployment(document, problems);
                break;
            case "ReplicaSet":
                WorkloadRules.ReplicaSet(document, problems);
                break;
            case "ReplicationController":
                WorkloadRules.ReplicationController(document, problems);
                break;
            case "DaemonSet":
                WorkloadRules.DaemonSet(document, problems);
                break;
            case "StatefulSet":
                WorkloadRules.StatefulSet(document, problems);
                break;
            case "Job":
                JobRules.Job(document, problems);
                break;
            case "CronJob":
                JobRules.CronJob(document, problems);
                break;
            case "PersistentVolume":
                VolumeRules.PersistentVolume(document, problems);
                break;
            case "PersistentVolumeClaim":
                VolumeRules.Claim(document, problems);
                break;
            case "Event":
                ClusterRules.Event(resource, document, isNew, problems);
                break;
            default:
                Other(resource, document, problems);
                break;
        }
    }

    private static void Other(ApiResource resource, JsonObject document, Problems problems)
    {
        switch (resource.Kind)
        {
            case "Service":
                ServiceRules.Service(document, problems);
                break;
            case "EndpointSlice":
                ServiceRules.EndpointSlice(document, problems);
                break;
            case "Ingress":
                ServiceRules.Ingress(document, problems);
                break;
            case "NetworkPolicy":
                ServiceRules.NetworkPolicy(document, problems);
                break;
            case "Node":
                ClusterRules.Node(document, problems);
                break;
            case "PriorityClass":
                ClusterRules.PriorityClass(document, problems);
                break;
            case "PodDisruptionBudget":
                ClusterRules.DisruptionBudget(document, problems);
                break;
            case "Lease":
                ClusterRules.Lease(document, problems);
                break;
            case "StorageClass":
                ClusterRules.StorageClass(document, problems);
                break;
            case "HorizontalPodAutoscaler":
                ClusterRules.Autoscaler(document, problems);
                break;
            case "RuntimeClass":
                ClusterRules.RuntimeClass(document, problems);
                break;
            case "LimitRange":
                ClusterRules.LimitRange(document, problems);
                break;
            case "ConfigMap":
                ConfigRules.ConfigMap(document, problems);
                break;
            case "Secret":
                ConfigRules.Secret(document, problems);
                break;
            case "Role" or "ClusterRole":
                ConfigRules.Role(document, resource.Namespaced, problems);
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                ConfigRules.RoleBinding(document, resource.Namespaced, problems);
                break;
            default:
                GenericRules.Enums(resource.Type, document, FieldPath.Top, problems);
                break;
        }
    }

    private static void Change(ApiResource resource, JsonObject old, JsonObject document, string subresource, Problems problems)
    {
        switch (resource.Kind, subresource)
        {
            case ("Pod", ""):
                PodRules.Update(old, document, problems);
                break;
            case ("Pod", "resize"):
                PodRules.Resize(old, document, problems);
                break;
            case ("Pod", "ephemeralcontainers"):
                PodRules.EphemeralContainers(old, document, problems);
                break;
            case ("Deployment" or "ReplicaSet" or "DaemonSet", ""):
                WorkloadRules.SelectorUpdate(old, document, problems);
                break;
            case ("StatefulSet", ""):
                WorkloadRules.StatefulSetUpdate(old, document, problems);
                break;
            case ("Job", ""):
                JobRules.JobUpdate(old, document, problems);
                break;
            case ("Service", ""):
                ServiceRules.ServiceUpdate(old, document, problems);
                break;
            case ("PersistentVolume", ""):
                VolumeRules.PersistentVolumeUpdate(old, document, problems);
                break;
            case ("PersistentVolumeClaim", ""):
                VolumeRules.ClaimUpdate(old, document, problems);
                break;
            case ("ConfigMap" or "Secret", ""):
                ConfigRules.Update(old, document, problems);
                break;
            case ("PriorityClass", ""):
                ClusterRules.PriorityClassUpdate(old, document, problems);
                break;
            case ("StorageClass", ""):
                ClusterRules.StorageClassUpdate(old, document, problems);
                break;
            case ("RoleBinding" or "ClusterRoleBinding", ""):
                ConfigRules.RoleBindingUpdate(old, document, problems);
                break;
            case ("Node", ""):
                ClusterRules.NodeUpdate(old, document, problems);
                break;
        }
    }
}
