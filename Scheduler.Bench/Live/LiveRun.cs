using System.Diagnostics;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Access;
using Scheduler.Host.Client.Transport;
using Scheduler.Host.Scheduling;

namespace Scheduler.Bench.Live;

/// <summary>What one run came to.</summary>
/// <param name="PodsPerSecond">Bindings from the first tenth to the last, as a watch sees them.</param>
/// <param name="FirstBind">From the start of the scheduler's process to the first binding.</param>
/// <param name="Cpu">Of the scheduler's process, start included.</param>
/// <param name="PeakRssBytes">Of the scheduler's process.</param>
internal sealed record LiveResult(double PodsPerSecond, TimeSpan FirstBind, TimeSpan Cpu, long PeakRssBytes);

/// <summary>
/// One run: a bundled cluster with its nodes and pods as one process, then a scheduler as another; this process only creates and watches.
/// </summary>
internal sealed class LiveRun(LiveBenchOptions options, string workload, int unschedulable = 0, string unschedulableFor = LivePods.SchedulerName) : IDisposable
{
    private const int CreatesAtOnce = 32;

    private readonly string folder = Directory.CreateTempSubdirectory("live-").FullName;
    private readonly Dictionary<string, string> nodeOfPod = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource allBound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long firstBound;
    private long warmBound;
    private long lastBound;

    /// <summary>The first pods meet code that is not compiled yet, of one scheduler as of another: a tenth of them does not count.</summary>
    private int WarmUp => Math.Max(1, options.Pods / 10);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <param name="scheduler">Starts the scheduler for a kubeconfig.</param>
    public async Task<LiveResult> RunAsync(Func<string, ChildProcess> scheduler)
    {
        TimeSpan patience = TimeSpan.FromSeconds(options.PatienceSeconds);
        using ChildProcess cluster = new("dotnet", Host, "up", "--scheduler", "none", "--store", "memory", "--nodes", $"{options.Nodes}", "--port", "0", "--data", folder);
        await cluster.FirstLineAsync(patience);
        string kubeconfig = Path.Combine(folder, "kubeconfig");
        using ApiConnection connection = new(ClusterAccess.OfProcess(TimeProvider.System).Find(kubeconfig, null), TimeProvider.System);
        IApiClient client = connection.Client(new() { Qps = -1 });
        await WaitForAccountAsync(client);
        await CreateAsync(client, unschedulable, index => LivePods.MakeUnschedulable(index, unschedulableFor));
        await CreateAsync(client, options.Pods, index => LivePods.Make(workload, index));
        using CancellationTokenSource ended = new();
        Informer bound = new(client, Resources.Pods, OnChange, TimeProvider.System, $"spec.nodeName!=,spec.schedulerName={LivePods.SchedulerName}");
        Task following = Task.Run(() => bound.RunAsync(ended.Token));
        long start = Stopwatch.GetTimestamp();
        using ChildProcess measured = scheduler(kubeconfig);
        try
        {
            await allBound.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new InputException($"{nodeOfPod.Count} of {options.Pods} pods bound after {options.PatienceSeconds} s: {measured.LastWords}", "live");
        }

        LiveResult result = new((options.Pods - WarmUp) / Stopwatch.GetElapsedTime(warmBound, lastBound).TotalSeconds, Stopwatch.GetElapsedTime(start, firstBound), measured.Cpu, measured.PeakRssBytes);
        await ended.CancelAsync();
        await following;
        return result;
    }

    /// <summary>The program of the scheduler and the cluster.</summary>
    public static string Host => typeof(LiveScheduler).Assembly.Location;

    private void OnChange(Change change)
    {
        if (change.Kind != ChangeKind.Set || nodeOfPod.ContainsKey(change.Key)) return;
        nodeOfPod.Add(change.Key, change.Document["spec"]!["nodeName"]!.GetValue<string>());
        lastBound = Stopwatch.GetTimestamp();
        if (nodeOfPod.Count == 1) firstBound = lastBound;
        if (nodeOfPod.Count == WarmUp) warmBound = lastBound;
        if (nodeOfPod.Count == options.Pods) allBound.SetResult();
    }

    /// <summary>Pods are refused until a controller has made the account that they run as.</summary>
    private static async Task WaitForAccountAsync(IApiClient client)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        while (!(await client.Get(Resources.ServiceAccounts.Path("default", "default"), CancellationToken.None)).IsSuccess) await timer.WaitForNextTickAsync();
    }

    private static async Task CreateAsync(IApiClient client, int count, Func<int, JsonObject> make)
    {
        string path = Resources.Pods.Path("default");
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = CreatesAtOnce }, async (index, cancellation) =>
            (await client.Create(path, make(index), cancellation)).OrThrow($"create pod {index}"));
    }
}
