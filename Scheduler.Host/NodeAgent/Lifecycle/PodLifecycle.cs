using Scheduler.Host.NodeAgent.Templates;

namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>
/// Says what happens next to a pod that its node has accepted: a function of the pod's state and plan.
/// <code>
/// accepted ─create─▶ init containers, one by one ─▶ running ─ready─▶ ready ─complete─▶ Succeeded or Failed
///                         │ fails      ▲                    │ fails    ▲
///                         └──restart───┘                    └─restart──┘       the pod's restart policy decides
/// </code>
/// The deadline of the pod and its deletion come in between at any time; they are not steps of this list.
/// </summary>
internal static class PodLifecycle
{
    private static readonly TimeSpan FirstRestart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromMinutes(5);

    /// <summary>The next step; null: nothing happens until something changes.</summary>
    public static PodStep? Next(PodState pod)
    {
        if (pod.IsOver) return null;
        if (!pod.IsPrepared) return new PodStep("create", pod.Plan.Create, Prepare);
        return Initialize(pod) ?? Start(pod) ?? Report(pod) ?? Restart(pod) ?? Finish(pod) ?? BecomeReady(pod) ?? Exit(pod);
    }

    /// <summary>The pod is the node's now; nothing of it runs yet.</summary>
    public static void Accept(PodState pod, string hostAddress, DateTimeOffset now)
    {
        pod.StartTime = now;
        pod.HostAddress = hostAddress;
        PodConditions.Settle(pod, now);
    }

    /// <summary>The pod cannot be here.</summary>
    public static void Reject(PodState pod, string reason, string message)
    {
        pod.Phase = "Failed";
        pod.Reason = reason;
        pod.Message = $"Pod was rejected: {message}";
        pod.News.Add(new PodNews(true, reason, message));
    }

    /// <summary>When the pod's own deadline ends it.</summary>
    public static DateTimeOffset? Deadline(PodState pod) =>
        pod is { IsOver: false, StartTime: { } start, DeadlineSeconds: { } seconds } ? start.AddSeconds(seconds) : null;

    public static void Expire(PodState pod, DateTimeOffset now)
    {
        EndAll(pod, 137, "Error", now);
        pod.Phase = "Failed";
        pod.Reason = "DeadlineExceeded";
        pod.Message = "Pod was active on the node longer than the specified deadline";
        PodConditions.Settle(pod, now);
    }

    /// <summary>The end of a pod that is deleted.</summary>
    public static void Stop(PodState pod, DateTimeOffset now)
    {
        EndAll(pod, 143, "Error", now);
        pod.Phase = "Failed";
        PodConditions.Settle(pod, now);
    }

    private static void Launch(PodState pod, ContainerState container, DateTimeOffset now)
    {
        container.Start(now);
        pod.News.Add(new PodNews(false, "Pulled", $"Container image \"{container.Image}\" already present on machine"));
        pod.News.Add(new PodNews(false, "Created", $"Created container: {container.Name}"));
        pod.News.Add(new PodNews(false, "Started", $"Started container {container.Name}"));
    }

    /// <summary>A container ends by itself.</summary>
    private static void End(PodState pod, ContainerState container, int code, string reason, string message, DateTimeOffset now)
    {
        container.Exit(code, reason, message, now, Returns(pod, code));
        if (container.BacksOff) pod.News.Add(new PodNews(true, "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod.Name}_{pod.Namespace}({pod.Uid})"));
    }

    private static void Prepare(PodState pod, DateTimeOffset now)
    {
        pod.Conditions["PodReadyToStartContainers"] = new ConditionState(true, "True", "", "", now);
        PodConditions.Settle(pod, now);
    }

    private static PodStep? Initialize(PodState pod)
    {
        foreach (var container in pod.Containers.Where(one => one.Role is ContainerRole.Init or ContainerRole.Sidecar))
        {
            if (container.NeverRan) return Step("start", container, Delay.None, (state, now) => Launch(state, container, now));
            if (container.Ended is { } end && (container.Role == ContainerRole.Sidecar || end.ExitCode != 0)) return RestartOf(container);
            if (container is { Role: ContainerRole.Init, Runs: true }) return EndOf(pod, container);
        }
        return null;
    }

    private static PodStep EndOf(PodState pod, ContainerState container)
    {
        if (pod.Plan.Failure is not { } failure || !IsMeant(pod, failure, container))
            return Step("complete", container, pod.Plan.InitContainer, (_, now) => container.Exit(0, "Completed", "", now, false));
        return Step("fail", container, failure.After, (_, now) =>
        {
            End(pod, container, failure.ExitCode, failure.Reason, failure.Message, now);
            if (pod.RestartPolicy == "Never") pod.Phase = "Failed";
        });
    }

    private static PodStep? Start(PodState pod)
    {
        if (!pod.Mains.Any(one => one.NeverRan)) return null;
        return new PodStep("start", Delay.None, (state, now) =>
        {
            foreach (var container in state.Mains.Where(one => one.NeverRan)) Launch(state, container, now);
            PodConditions.Settle(state, now);
        });
    }

    /// <summary>What others changed and the report does not show yet: readiness gates, resizes, new ephemeral containers, a newer spec.</summary>
    private static PodStep? Report(PodState pod)
    {
        var asleep = pod.Containers.Any(one => one is { Role: ContainerRole.Ephemeral, NeverRan: true });
        if (!asleep && pod.ObservedGeneration >= pod.Generation && PodConditions.AreSettled(pod)) return null;
        return new PodStep("report", Delay.None, (state, now) =>
        {
            foreach (var container in state.Containers.Where(one => one is { Role: ContainerRole.Ephemeral, NeverRan: true })) Launch(state, container, now);
            PodConditions.Settle(state, now);
        });
    }

    private static PodStep? Restart(PodState pod)
    {
        var down = pod.Mains.FirstOrDefault(one => one.Ended is { } end && Returns(pod, end.ExitCode));
        return down is null ? null : RestartOf(down);
    }

    private static PodStep RestartOf(ContainerState container)
    {
        var wait = container.Restarts == 0 ? FirstRestart : BackOff * Math.Pow(2, Math.Min(container.Restarts - 1, 10));
        return Step("restart", container, Delay.Of(wait < BackOffMax ? wait : BackOffMax), (state, now) => Launch(state, container, now));
    }

    /// <summary>All containers ended for good: so do the sidecars, and the pod.</summary>
    private static PodStep? Finish(PodState pod)
    {
        if (pod.Mains.Any(one => one.End is null)) return null;
        return new PodStep("finish", Delay.None, (state, now) =>
        {
            EndAll(state, 0, "Completed", now);
            state.Phase = state.Mains.All(one => one.End?.ExitCode == 0) ? "Succeeded" : "Failed";
            PodConditions.Settle(state, now);
        });
    }

    private static PodStep? BecomeReady(PodState pod)
    {
        var starting = pod.Mains.FirstOrDefault(one => one is { Runs: true, Ready: false });
        if (starting is null) return null;
        return Step("ready", starting, pod.Plan.Ready, (state, _) =>
        {
            foreach (var container in state.Mains.Where(one => one.Runs)) container.Ready = true;
        });
    }

    private static PodStep? Exit(PodState pod)
    {
        if (pod.Plan.Failure is { } failure && pod.Mains.FirstOrDefault(one => one.Runs && IsMeant(pod, failure, one)) is { } failing)
            return Step("fail", failing, failure.After, (_, now) => End(pod, failing, failure.ExitCode, failure.Reason, failure.Message, now));
        if (pod.Plan.Complete is not { } complete || pod.Mains.FirstOrDefault(one => one.Runs) is not { } first) return null;
        return Step("complete", first, complete, (state, now) =>
        {
            var code = state.Plan.ExitCode;
            foreach (var container in state.Mains.Where(one => one.Runs)) End(state, container, code, code == 0 ? "Completed" : "Error", "", now);
        });
    }

    private static bool Returns(PodState pod, int exitCode) => pod.RestartPolicy is "Always" or "" || (pod.RestartPolicy == "OnFailure" && exitCode != 0);

    private static bool IsMeant(PodState pod, ContainerFailure failure, ContainerState container)
    {
        if (failure.Container.Length > 0) return failure.Container == container.Name;
        var role = failure.IsInit ? ContainerRole.Init : ContainerRole.Main;
        return pod.Containers.First(one => one.Role == role) == container;
    }

    private static void EndAll(PodState pod, int code, string reason, DateTimeOffset now)
    {
        foreach (var container in pod.Containers.Where(one => one.Runs)) container.Exit(code, reason, "", now, false);
    }

    private static PodStep Step(string name, ContainerState container, Delay delay, Action<PodState, DateTimeOffset> take) =>
        new($"{name}:{container.Name}:{container.Restarts}", delay, (pod, now) =>
        {
            take(pod, now);
            PodConditions.Settle(pod, now);
        });
}
