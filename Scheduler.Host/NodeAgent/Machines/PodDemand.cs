using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Host.NodeAgent.Machines;

/// <summary>What a pod asks of its node.</summary>
internal sealed record PodDemand(ResourceVector Requests, HostPort[] Ports, PodSpec Spec)
{
    public static PodDemand Of(Pod pod, ResourceNames names) => new(PodRequests.OnNode(pod, names), HostPort.Of(pod.Spec), pod.Spec);
}

/// <summary>Why a node refuses a pod, in the words of a kubelet.</summary>
internal readonly record struct Refusal(string Reason, string Message);
