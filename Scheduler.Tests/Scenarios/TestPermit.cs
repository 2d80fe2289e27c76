using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Tests.Scenarios;

/// <summary>A Permit plugin that does what the pod's labels say: <c>permit=wait</c>, <c>wait:5s</c> (with a timeout), <c>reject</c>, <c>error</c>.</summary>
internal sealed class TestPermit : IPermit, IReserve, IPreBind, IPostBind, IQueueingHints
{
    public string Name => "TestPermit";

    /// <summary>Told of what the plugin is asked: reserve, unreserve, prebind, postbind.</summary>
    public Action<string>? Told { get; init; }

    /// <summary>A new node lifts a rejection.</summary>
    public IReadOnlyList<EventRegistration> Events { get; } = [new(EventResource.Node, EventAction.Add)];

    public (Status Status, TimeSpan Timeout) Permit(PodInfo pod, string nodeName) => pod.Labels["permit"] switch
    {
        "wait" => (new(StatusCode.Wait), TimeSpan.FromMinutes(1)),
        "wait5s" => (new(StatusCode.Wait), TimeSpan.FromSeconds(5)),
        "reject" => (Status.Unschedulable("not permitted"), default),
        "error" => (Status.Error("permit broke"), default),
        _ => (Status.Success, default),
    };

    public Status Reserve(PodInfo pod, string nodeName)
    {
        if (pod.Labels["tell"] is not null) Told?.Invoke($"{pod.Name} reserved");
        return pod.Labels["reserve"] switch
        {
            "reject" => Status.Unschedulable("not reserved"),
            "error" => Status.Error("reserve broke"),
            _ => Status.Success,
        };
    }

    public void Unreserve(PodInfo pod, string nodeName)
    {
        if (pod.Labels["tell"] is not null) Told?.Invoke($"{pod.Name} unreserved");
    }

    public Status PreBindPreFlight(PodInfo pod, string nodeName) => pod.Labels.ContainsKey("prebind") ? Status.Success : Status.Skip;

    public Task<Status> PreBindAsync(PodInfo pod, string nodeName, IPlanner planner, CancellationToken cancellation) => Task.FromResult(pod.Labels["prebind"] switch
    {
        "reject" => Status.Unschedulable("not prepared"),
        "error" => Status.Error("prebind broke"),
        _ => Status.Success,
    });

    public void PostBind(PodInfo pod, string nodeName)
    {
        if (pod.Labels["tell"] is not null) Told?.Invoke($"{pod.Name} told");
    }
}
