namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>Phase and conditions of a pod as they follow from its containers and gates.</summary>
internal static class PodConditions
{
    /// <summary>Brings phase, conditions and observed generation in line with the containers.</summary>
    public static void Settle(PodState pod, DateTimeOffset now)
    {
        if (!pod.IsOver) pod.Phase = PhaseOf(pod);
        pod.ObservedGeneration = pod.Generation;
        foreach (var (type, holds, reason, message) in All(pod))
        {
            var status = holds ? "True" : "False";
            var since = pod.Conditions.TryGetValue(type, out var known) && known.Status == status ? known.Since : now;
            pod.Conditions[type] = new ConditionState(holds, status, reason, message, since);
        }
    }

    /// <summary>Settling would change no condition.</summary>
    public static bool AreSettled(PodState pod) => All(pod).All(one => pod.Conditions.TryGetValue(one.Type, out var known) && known.Holds == one.Holds);

    private static string PhaseOf(PodState pod)
    {
        if (!IsInitialized(pod) || pod.Mains.Any(one => one.NeverRan)) return "Pending";
        return "Running";
    }

    private static bool IsInitialized(PodState pod) => Uninitialized(pod).Length == 0;

    private static string[] Uninitialized(PodState pod) =>
    [
        .. pod.Containers.Where(one => one.Role == ContainerRole.Init && one.End?.ExitCode != 0 || one.Role == ContainerRole.Sidecar && one.NeverRan)
            .Select(one => one.Name),
    ];

    private static IEnumerable<(string Type, bool Holds, string Reason, string Message)> All(PodState pod)
    {
        var waiting = Uninitialized(pod);
        var unready = pod.Containers.Where(one => one.Role is ContainerRole.Main or ContainerRole.Sidecar && !one.Ready).Select(one => one.Name).ToArray();
        var areReady = unready.Length == 0 && waiting.Length == 0 && !pod.IsOver;
        var why = pod.Phase switch
        {
            "Succeeded" => ("PodCompleted", ""),
            "Failed" => ("PodFailed", ""),
            _ => ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
        };
        yield return ("PodReadyToStartContainers", pod.IsPrepared && !pod.IsOver, "", "");
        if (waiting.Length == 0) yield return ("Initialized", true, pod.Phase == "Succeeded" ? "PodCompleted" : "", "");
        else yield return ("Initialized", false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', waiting)}]");
        yield return areReady ? ("ContainersReady", true, "", "") : ("ContainersReady", false, why.Item1, why.Item2);
        if (areReady && ClosedGate(pod) is { } gate) yield return ("Ready", false, "ReadinessGatesNotReady", gate);
        else yield return areReady ? ("Ready", true, "", "") : ("Ready", false, why.Item1, why.Item2);
    }

    private static string? ClosedGate(PodState pod)
    {
        foreach (var gate in pod.ReadinessGates)
        {
            if (!pod.Conditions.TryGetValue(gate, out var condition)) return $"corresponding condition of pod readiness gate \"{gate}\" does not exist.";
            if (!condition.Holds) return $"the status of pod readiness gate \"{gate}\" is not \"True\", but {condition.Status}";
        }
        return null;
    }
}
