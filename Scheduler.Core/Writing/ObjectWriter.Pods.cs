using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Pods, but for affinity and volumes.</summary>
public static partial class ObjectWriter
{
    private static void PodFields(Utf8JsonWriter json, Pod pod)
    {
        json.Object("spec", pod.Spec, PodSpec);
        json.Object("status", pod.Status, PodStatus);
    }

    private static void PodSpec(Utf8JsonWriter json, PodSpec spec)
    {
        json.Text("nodeName", spec.NodeName);
        json.Text("schedulerName", spec.SchedulerName);
        json.Number("priority", spec.Priority);
        json.Text("priorityClassName", spec.PriorityClassName);
        json.Text("preemptionPolicy", spec.PreemptionPolicy);
        json.MapOrNull("nodeSelector", spec.NodeSelector);
        json.Object("affinity", spec.Affinity, Affinity);
        json.Objects("tolerations", spec.Tolerations, Toleration);
        json.Objects("topologySpreadConstraints", spec.TopologySpreadConstraints, Spread);
        json.Objects("initContainers", spec.InitContainers, Container);
        json.Objects("containers", spec.Containers, Container);
        json.Amounts("overhead", spec.Overhead);
        json.Requirements("resources", spec.Resources);
        json.Objects("schedulingGates", spec.SchedulingGates, static (writer, gate) => writer.Text("name", gate));
        json.Objects("volumes", spec.Volumes, Volume);
        json.Objects("resourceClaims", spec.ResourceClaims, static (writer, claim) =>
        {
            writer.Text("name", claim.Name);
            writer.TextOrNull("resourceClaimName", claim.ResourceClaimName);
            writer.TextOrNull("resourceClaimTemplateName", claim.ResourceClaimTemplateName);
        });
        json.FlagIfSet("hostNetwork", spec.HostNetwork);
        json.Flag("hostUsers", spec.HostUsers);
        json.Number("terminationGracePeriodSeconds", spec.TerminationGracePeriodSeconds);
        json.Text("runtimeClassName", spec.RuntimeClassName);
        json.Text("serviceAccountName", spec.ServiceAccountName);
    }

    private static void Toleration(Utf8JsonWriter json, Toleration toleration)
    {
        json.Text("key", toleration.Key);
        json.Text("operator", toleration.Operator);
        json.Text("value", toleration.Value);
        json.Text("effect", toleration.Effect);
        json.Number("tolerationSeconds", toleration.TolerationSeconds);
    }

    private static void Container(Utf8JsonWriter json, Container container)
    {
        json.Text("name", container.Name);
        json.Text("image", container.Image);
        json.Requirements("resources", container.Resources);
        json.Objects("ports", container.Ports, static (writer, port) =>
        {
            writer.NumberIfSet("hostPort", port.HostPort);
            writer.NumberIfSet("containerPort", port.Port);
            writer.Text("protocol", port.Protocol);
            writer.Text("hostIP", port.HostIP);
            writer.Text("name", port.Name);
        });
        json.Text("restartPolicy", container.RestartPolicy);
        json.Objects("restartPolicyRules", container.RestartPolicyRuleActions, static (writer, action) => writer.Text("action", action));
    }

    private static void PodStatus(Utf8JsonWriter json, PodStatus status)
    {
        json.Text("phase", status.Phase);
        json.Text("reason", status.Reason);
        json.Text("nominatedNodeName", status.NominatedNodeName);
        json.Time("startTime", status.StartTime);
        json.Objects("conditions", status.Conditions, static (writer, condition) =>
        {
            writer.Text("type", condition.Type);
            writer.Text("status", condition.Status);
            writer.Text("reason", condition.Reason);
            writer.Text("message", condition.Message);
            writer.Time("lastTransitionTime", condition.LastTransitionTime);
        });
        json.Objects("containerStatuses", status.ContainerStatuses, ContainerStatus);
        json.Objects("initContainerStatuses", status.InitContainerStatuses, ContainerStatus);
        json.Requirements("resources", status.Resources);
        json.Amounts("allocatedResources", status.AllocatedResources);
        json.Objects("resourceClaimStatuses", status.ResourceClaimStatuses, static (writer, claim) =>
        {
            writer.Text("name", claim.Key);
            writer.TextOrNull("resourceClaimName", claim.Value);
        });
    }

    private static void ContainerStatus(Utf8JsonWriter json, ContainerStatus status)
    {
        json.Text("name", status.Name);
        json.Amounts("allocatedResources", status.AllocatedResources);
        json.Requirements("resources", status.Resources);
    }
}
