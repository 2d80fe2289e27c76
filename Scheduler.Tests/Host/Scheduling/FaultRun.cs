using System.Text.Json.Nodes;
using Scheduler.Core.Configuration;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.Client;
using Scheduler.Host.NodeAgent;
using Scheduler.Host.NodeAgent.Templates;
using Scheduler.Host.Scheduling;
using Scheduler.Host.Store;
using Scheduler.Plugins;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>How bad it gets.</summary>
internal sealed record FaultRunOptions(int Pods, int Seed)
{
    /// <summary>Pods of another scheduler that fills the same nodes.</summary>
    public int RivalPods => Pods / 2;

    public int RivalBindsInFlight => 3;

    /// <summary>Pods that fit nowhere.</summary>
    public int HugePods => 5;

    /// <summary>Large: a node stays half full for long, and both go there.</summary>
    public int CpuOfNode => 40;

    /// <summary>All pods fit, but just so.</summary>
    public int Nodes => (Pods + RivalPods + CpuOfNode - 1) / CpuOfNode;
}

/// <summary>
/// A cluster in this process on which everything goes wrong, by a plan that follows from the seed: watches are cut every second, the server stops and
/// comes back, answers to bindings are lost, the scheduler dies three times, and a rival fills the same nodes: both put every pod on the fullest node
/// that has room, so that they meet there again and again.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const string Name = "ours", Rival = "rival";
    private static readonly TimeSpan CutEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DownFor = TimeSpan.FromSeconds(3);

    /// <summary>Nobody is there who would take a new node's taint away.</summary>
    private static readonly ApiServerOptions Server = TestServer.Options with { AdmissionOff = new HashSet<string> { "ServiceAccountAdmission", "TaintNodesByCondition" } };

    private readonly FaultRunOptions options;
    private readonly FastClock clock = new(factor: 5);
    private readonly IStore store;
    private readonly CancellationTokenSource ended = new();
    private readonly List<Task> parts = [];
    private readonly Random random;
    private IApiClient server = null!;

    private FaultRun(FaultRunOptions options)
    {
        this.options = options;
        random = new(options.Seed);
        store = MemoryStore.Open(clock);
    }

    public PodHistory History { get; } = new();

    /// <summary>The schedulers of our name, one after the other, with what they wrote.</summary>
    public List<(FaultyClient Client, RunJournal Journal)> Lives { get; } = [];

    public static async Task<FaultRun> Start(FaultRunOptions options)
    {
        FaultRun run = new(options);
        await run.StartServer();
        SimulatedNodes nodes = new((ApiClient)run.server, new() { Count = options.Nodes, Pools = [Pool(options.CpuOfNode)], LeaseInterval = TimeSpan.FromHours(1) }, run.clock);
        await nodes.Register(CancellationToken.None);
        run.Run(nodes.RunAsync);
        run.Run(new Informer(run.Current, Resources.Pods, run.History.Add, run.clock).RunAsync);
        return run;
    }

    /// <summary>Lets it all happen; ends when every pod that fits is on a node.</summary>
    public async Task Play(TimeSpan patience)
    {
        await Create();
        FaultyClient rival = new(Current, clock, options.Seed);

        // Slow enough to be there as long as the other one is.
        Run(new LiveScheduler(rival, Configuration(Rival), FeatureGates.Default, clock, new() { BindsInFlightMax = options.RivalBindsInFlight }).RunAsync);
        Task living = Live();
        int fits = options.Pods + options.RivalPods;
        await History.When(history => history.Now.Values.Count(pod => pod.Node.Length > 0) >= fits).WaitAsync(patience);
        await living;
    }

    /// <summary>How far it came, for whoever reads why it failed.</summary>
    public string Describe()
    {
        IReadOnlyDictionary<string, PodVersion> now = History.Now;
        IEnumerable<string> waiting = now.Where(pair => pair.Value.Node.Length == 0 && pair.Value.Cpu < 100).Select(pair => pair.Key).Take(5);
        IEnumerable<string> said = Lives.Select((life, index) => $"life {index + 1}: {string.Join("; ", life.Journal.Entries.TakeLast(8).Select(entry => entry.Text))}");
        return $"{now.Count} pods known, {now.Values.Count(pod => pod.Node.Length > 0)} on nodes, waiting: {string.Join(", ", waiting)}\n{string.Join('\n', said)}";
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await Task.WhenAll(parts);
        await store.DisposeAsync();
        ended.Dispose();
    }

    /// <summary>One life after the other; each but the last ends at a number of bound pods that the seed has chosen.</summary>
    private async Task Live()
    {
        for (int death = 1; death <= 3; death++)
        {
            (FaultyClient client, CancellationTokenSource dead) = Begin();
            int boundThen = (options.Pods * (death - 1) / 4) + random.Next(1, options.Pods / 4);
            bool isServersTurn = death == 2;
            await Bound(isServersTurn ? boundThen - 1 : boundThen);
            if (isServersTurn) await RestartServer();
            await Bound(boundThen);
            client.IsKilled = true;
            client.Cut();
            await dead.CancelAsync();
        }

        Begin();
    }

    private Task Bound(int count) => History.When(history => history.Now.Values.Count(pod => pod.Scheduler == Name && pod.Node.Length > 0) >= count);

    private (FaultyClient Client, CancellationTokenSource Dead) Begin()
    {
        FaultyClient client = new(Current, clock, options.Seed + Lives.Count) { LostAnswersPercent = 5, RefusalsPercent = 5 };
        RunJournal journal = new(clock);
        Lives.Add((client, journal));
        CancellationTokenSource dead = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        LiveOptions live = new() { BindsInFlightMax = 16, ShutdownPatience = TimeSpan.FromSeconds(1) };
        LiveScheduler scheduler = new(client, Configuration(Name), FeatureGates.Default, clock, live, null, journal);
        parts.Add(Task.Run(() => scheduler.RunAsync(dead.Token)));
        ITimer cuts = clock.CreateTimer(_ => client.Cut(), null, CutEvery, CutEvery);
        dead.Token.Register(cuts.Dispose);
        return (client, dead);
    }

    private async Task RestartServer()
    {
        FaultyClient client = Lives[^1].Client;
        client.IsDown = true;
        client.Cut();
        await Task.Delay(DownFor, clock);
        await StartServer();
        client.IsDown = false;
    }

    private async Task StartServer()
    {
        KubeApiServer made = new(store, Server, clock, new Random(options.Seed));
        await made.Start();
        server = new ApiClient(new HttpClient(new InProcessHandler(made, TestServer.Admin)) { BaseAddress = new Uri("http://cluster.local"), Timeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Whatever server there is at the moment of a call.</summary>
    private IApiClient Current => new Forwarding(() => server);

    private static SchedulerConfiguration Configuration(string name)
    {
        string text = $$"""
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            profiles:
            - schedulerName: {{name}}
              pluginConfig:
              - name: NodeResourcesFit
                args:
                  scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}

            """;
        return SchedulerConfiguration.ReadText(text, name, DefaultPlugins.Catalog, FeatureGates.Default);
    }

    private async Task Create()
    {
        List<JsonObject> pods =
        [
            .. Enumerable.Range(0, options.Pods).Select(index => Pod($"own-{index}", Name, 1)),
            .. Enumerable.Range(0, options.RivalPods).Select(index => Pod($"rival-{index}", Rival, 1)),
            .. Enumerable.Range(0, options.HugePods).Select(index => Pod($"huge-{index}", Name, 100)),
        ];
        JsonObject[] shuffled = [.. pods];
        random.Shuffle(shuffled);
        foreach (JsonObject pod in shuffled) (await Current.Create(Resources.Pods.Path("default"), pod, CancellationToken.None)).OrThrow("create pod");
    }

    private static NodePool Pool(int cpu) => new() { Capacity = new Dictionary<string, string>(NodePool.DefaultCapacity) { ["cpu"] = $"{cpu}" } };

    private static JsonObject Pod(string name, string scheduler, int cpu)
    {
        JsonObject pod = TestServer.Pod(name);
        pod["spec"]!["schedulerName"] = scheduler;
        pod["spec"]!["containers"]![0]!["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = $"{cpu}" } };
        return pod;
    }

    private void Run(Func<CancellationToken, Task> part) => parts.Add(Task.Run(() => part(ended.Token)));

    private sealed class Forwarding(Func<IApiClient> current) : IApiClient
    {
        public Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation) => current().Send(call, cancellation);

        public Task<ApiStream> Open(string path, string accept, CancellationToken cancellation) => current().Open(path, accept, cancellation);
    }
}
