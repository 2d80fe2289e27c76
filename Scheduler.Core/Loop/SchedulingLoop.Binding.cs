using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Core.Framework;
using Scheduler.Core.Queue;

namespace Scheduler.Core.Loop;

/// <content>From the chosen node to the bound pod (docs/semantics.md 7).</content>
public sealed partial class SchedulingLoop
{
    private void Begin(Binding binding, Dictionary<string, DateTimeOffset> waits)
    {
        PodInfo pod = binding.Queued.Pod;
        bindings[pod.Uid] = binding;
        if (waits.Count == 0)
        {
            GoOn(binding);
            return;
        }

        Expect(binding);
        binding.Waiting = new(pod, binding.NodeName, waits, status => Post(() => OnPermit(binding, status)));
        waitingPods[pod.Uid] = binding.Waiting;
    }

    private void OnPermit(Binding binding, Status status)
    {
        waitingPods.Remove(binding.Queued.Pod.Uid);
        if (status.IsSuccess)
        {
            GoOn(binding);
            return;
        }

        binding.Rejector = binding.Waiting!.RejectedBy;
        End(binding, status);
    }

    private void GoOn(Binding binding) => WhenDone(BindAsync(binding), status => End(binding, status));

    /// <summary>Calls back on the decision thread: at once where the work is done already.</summary>
    private void WhenDone(Task<Status> work, Action<Status> then)
    {
        if (work.IsCompleted) then(Outcome(work));
        else _ = work.ContinueWith(done => Post(() => then(Outcome(done))), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static Status Outcome(Task<Status> work) => work.IsCompletedSuccessfully
        ? work.Result
        : Status.Error(work.Exception?.GetBaseException().Message ?? "was cancelled");

    private void Post(Action action)
    {
        inbox.Enqueue(action);
        Woken?.Invoke();
    }

    private async Task<Status> BindAsync(Binding binding)
    {
        PodInfo pod = binding.Queued.Pod;
        Profile profile = engine.ProfileOf(pod)!;
        CancellationToken cancellation = binding.Cancellation.Token;
        long began = meter?.Now ?? 0;
        Status prepared = await PreBindAsync(binding, profile, cancellation).ConfigureAwait(false);
        meter?.Point(ExtensionPoint.PreBind, pod, prepared.Code, began);
        if (!prepared.IsSuccess) return prepared;
        if (cancellation.IsCancellationRequested) return Status.Unschedulable("the pod has to leave for one of higher priority");
        began = meter?.Now ?? 0;
        Status bound = await BindAsync(binding, profile, cancellation).ConfigureAwait(false);
        meter?.Point(ExtensionPoint.Bind, pod, bound.Code, began);
        return bound;
    }

    private async Task<Status> PreBindAsync(Binding binding, Profile profile, CancellationToken cancellation)
    {
        if (SkipsPreBind) return Status.Success;
        PodInfo pod = binding.Queued.Pod;
        foreach (IPreBind plugin in profile.PreBind)
        {
            Status preFlight = plugin.PreBindPreFlight(pod, binding.NodeName);
            if (preFlight.IsSkip) continue;
            Expect(binding);
            long began = meter?.Now ?? 0;
            Status status = preFlight.IsSuccess ? await plugin.PreBindAsync(pod, binding.NodeName, planner, cancellation).ConfigureAwait(false) : preFlight;
            if (binding.IsTimed) meter!.Plugin(ExtensionPoint.PreBind, plugin, status.Code, began);
            if (status.IsSuccess) continue;
            binding.Rejector = plugin.Name;
            return status;
        }

        return Status.Success;
    }

    private async Task<Status> BindAsync(Binding binding, Profile profile, CancellationToken cancellation)
    {
        PodInfo pod = binding.Queued.Pod;
        if (await extenders.BindAsync(pod, binding.NodeName, cancellation).ConfigureAwait(false) is { } byExtender) return byExtender;
        foreach (IBind plugin in profile.Bind)
        {
            long began = meter?.Now ?? 0;
            Status status = await plugin.BindAsync(pod, binding.NodeName, planner, cancellation).ConfigureAwait(false);
            if (binding.IsTimed) meter!.Plugin(ExtensionPoint.Bind, plugin, status.Code, began);
            if (status.IsSkip) continue;
            binding.Rejector = plugin.Name;
            return status;
        }

        return Status.Error("no bind plugin bound the pod");
    }

    /// <summary>What takes long is announced: the world sees the node that the pod is meant for (docs/semantics.md 7).</summary>
    private void Expect(Binding binding)
    {
        if (binding.IsAnnounced) return;
        binding.IsAnnounced = true;
        planner.Expect(binding.Queued.Pod, binding.NodeName);
    }

    /// <summary>On the decision thread again.</summary>
    private void End(Binding binding, Status status)
    {
        QueuedPod queued = binding.Queued;
        PodInfo pod = queued.Pod;
        bindings.Remove(pod.Uid);
        binding.Cancellation.Dispose();
        BindingEnded?.Invoke(queued, binding.NodeName, status);
        if (status.IsSuccess)
        {
            foreach (IPostBind plugin in engine.ProfileOf(pod)!.PostBind) plugin.PostBind(pod, binding.NodeName);
            queue.Done(queued);
            Bound?.Invoke(pod, binding.NodeName);
            return;
        }

        // The pod may have gone, or come back bound, while its binding failed.
        PodInfo? counted = engine.Cluster.FindPod(pod.Key);
        bool isAssumed = counted is not null && counted.Uid == pod.Uid && counted.Pod.Spec.NodeName.Length == 0;
        if (isAssumed) engine.Forget(counted!, binding.NodeName);
        else engine.Unreserve(pod, binding.NodeName);
        engine.Cluster.Nominations.Remove(pod);
        queue.On(new(EventResource.Pod, EventAction.Delete, pod, null));
        if (!isAssumed)
        {
            queue.Done(queued);
            return;
        }

        bool rejected = status.Code.IsRejection();
        planner.Report(new(pod, rejected ? "Unschedulable" : "SchedulerError", status.Message, ""));
        string[] rejectors = rejected ? [binding.Rejector.Length > 0 ? binding.Rejector : ExtenderChain.Rejector.Name] : [];
        queue.Return(queued, rejectors, []);
    }

    /// <summary>A pod between its decision and its binding.</summary>
    private sealed class Binding(QueuedPod queued, string nodeName)
    {
        public QueuedPod Queued => queued;

        public string NodeName => nodeName;

        public WaitingPod? Waiting { get; set; }

        /// <summary>Its plugins are timed.</summary>
        public bool IsTimed { get; init; }

        /// <summary>True once the node has been written into the pod's status.</summary>
        public bool IsAnnounced { get; set; }

        /// <summary>The plugin that failed or rejected; read after the work has ended.</summary>
        public string Rejector { get; set; } = "";

        public CancellationTokenSource Cancellation { get; } = new();
    }
}
