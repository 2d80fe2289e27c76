using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Host.NodeAgent;
using Scheduler.Host.Scheduling;
using Scheduler.Plugins;

namespace Scheduler.Host.Local;

/// <summary>What runs beside the API server in a bundled cluster.</summary>
public sealed record LocalClusterOptions
{
    public SimulatedNodesOptions Nodes { get; init; } = new();

    /// <summary>The controllers that run, by name.</summary>
    public IReadOnlyList<string> Controllers { get; init; } = ControllerCatalog.Names;

    /// <summary>False: pods wait for a scheduler from outside.</summary>
    public bool Schedules { get; init; } = true;

    /// <summary>Told of every decision of the scheduler, on its thread, with what can be read of it during the call.</summary>
    public Action<PodInfo, Decision, Func<Explanation>>? Decided { get; init; }
}

/// <summary>
/// A cluster in one process: controllers, simulated nodes and the scheduler around an API server, each a client of it like any other, each one loop.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> parts = [];

    private LocalCluster()
    {
    }

    /// <summary>Completes when a part has ended: by its own error, or because the cluster is being disposed of.</summary>
    public Task Ended => Task.WhenAny(parts).Unwrap();

    /// <summary>Starts all parts on a server that has been started; the nodes are registered when this returns.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="options">What to run.</param>
    /// <param name="clock">Everybody's clock.</param>
    /// <param name="told">Told of what was refused; it is tried again.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<LocalCluster> Start(KubeApiServer server, LocalClusterOptions options, TimeProvider clock, Action<string>? told, CancellationToken cancellation)
    {
        var cluster = new LocalCluster();
        var nodes = new SimulatedNodes(ClientOf(server, "system:nodes"), options.Nodes, clock) { Refused = told };
        await nodes.Register(cancellation).ConfigureAwait(false);
        var controllers = new ControllerManager(
            ClientOf(server, "system:kube-controller-manager"), clock, view => ControllerCatalog.Of(options.Controllers, view, server.Options.AuthorityPem ?? ""), told);
        cluster.Run(server.KeepAsync);
        cluster.Run(nodes.RunAsync);
        if (options.Controllers.Count > 0) cluster.Run(controllers.RunAsync);
        if (!options.Schedules) return cluster;
        var configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);
        var live = new LiveOptions { Explains = options.Decided is not null };
        cluster.Run(new LiveScheduler(ClientOf(server, "system:kube-scheduler"), configuration, FeatureGates.Default, clock, live) { Unreadable = told, Decided = options.Decided }.RunAsync);
        return cluster;
    }

    /// <summary>Ends all parts and waits for them.</summary>
    /// <exception cref="Exception">A part had ended by an error.</exception>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(false);
        stopping.Dispose();
    }

    private void Run(Func<CancellationToken, Task> part) => parts.Add(Task.Run(() => part(stopping.Token)));

    /// <summary>A client in this process that may do everything, by the name that logs and field managers show.</summary>
    internal static ApiClient ClientOf(KubeApiServer server, string user) =>
        new(new HttpClient(new InProcessHandler(server, UserInfo.Internal(user))) { BaseAddress = new Uri("http://cluster.local"), Timeout = Timeout.InfiniteTimeSpan });
}
