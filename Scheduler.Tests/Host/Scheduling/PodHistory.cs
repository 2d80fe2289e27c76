using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>All versions of all pods, as a watch on an honest connection sees them.</summary>
internal sealed class PodHistory
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<PodVersion>> byKey = new(StringComparer.Ordinal);
    private readonly List<(Func<PodHistory, bool> Condition, TaskCompletionSource Reached)> waits = [];

    /// <summary>Of every pod its newest version.</summary>
    public IReadOnlyDictionary<string, PodVersion> Now
    {
        get
        {
            lock (gate) return byKey.ToDictionary(pair => pair.Key, pair => pair.Value[^1]);
        }
    }

    public void Add(Change change)
    {
        if (change.Kind == ChangeKind.Synced) return;
        JsonObject pod = change.Document;
        JsonObject spec = pod.Child("spec")!;
        string cpu = spec.Children("containers").First().Child("resources")?.Child("requests")?.Text("cpu") ?? "0";
        PodVersion version = new(
            change.Version, pod.Uid(), spec.Text("schedulerName") ?? "", change.Kind == ChangeKind.Deleted ? "" : spec.Text("nodeName") ?? "",
            int.Parse(cpu, System.Globalization.CultureInfo.InvariantCulture), pod.Child("status")?.Text("phase") ?? "", change.Kind == ChangeKind.Deleted);
        lock (gate)
        {
            if (!byKey.TryGetValue(change.Key, out List<PodVersion>? versions)) byKey.Add(change.Key, versions = []);
            versions.Add(version);
        }

        foreach ((Func<PodHistory, bool> condition, TaskCompletionSource reached) in Waits())
            if (condition(this)) reached.TrySetResult();
    }

    /// <summary>Completes when the condition holds.</summary>
    public Task When(Func<PodHistory, bool> condition)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate) waits.Add((condition, reached));
        if (condition(this)) reached.TrySetResult();
        return reached.Task;
    }

    /// <summary>The newest version of a pod that is not newer than this one; null where there is none.</summary>
    public PodVersion? At(string key, long version)
    {
        lock (gate) return byKey.GetValueOrDefault(key)?.FindLast(one => one.Version <= version);
    }

    public IEnumerable<string> NodesOf(string key)
    {
        lock (gate) return [.. byKey[key].Where(one => one.Node.Length > 0).Select(one => one.Node).Distinct()];
    }

    private (Func<PodHistory, bool> Condition, TaskCompletionSource Reached)[] Waits()
    {
        lock (gate) return [.. waits.Where(wait => !wait.Reached.Task.IsCompleted)];
    }
}

/// <summary>A pod at one version.</summary>
internal sealed record PodVersion(long Version, string Uid, string Scheduler, string Node, int Cpu, string Phase, bool IsGone)
{
    /// <summary>What it takes on its node.</summary>
    public int CpuTaken => IsGone || Phase is "Succeeded" or "Failed" ? 0 : Cpu;
}
