using Microsoft.Extensions.Logging;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Access;
using Scheduler.Host.Client.Transport;
using Scheduler.Host.Extenders;
using Scheduler.Host.Scheduling.Leading;
using Scheduler.Host.Scheduling.Metrics;
using Scheduler.Host.Scheduling.Serving;

namespace Scheduler.Host.Scheduling;

/// <summary>What one scheduler process is started with.</summary>
public sealed record SchedulerHostOptions
{
    public required ClusterEndpoint Endpoint { get; init; }

    public required SchedulerConfiguration Configuration { get; init; }

    public FeatureGates Features { get; init; } = FeatureGates.Default;

    public LiveOptions Live { get; init; } = new();

    /// <summary>HTTPS; 0 picks a free port, less serves none.</summary>
    public int Port { get; init; } = 10259;

    /// <summary>HTTP on the loopback address, for laptops; 0 picks a free port, less serves none.</summary>
    public int InsecurePort { get; init; } = -1;

    /// <summary>Who holds the lease: differs from process to process.</summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid()}";
}

/// <summary>One scheduler process: the live scheduler, the lease that lets it decide, and the pages that show it.</summary>
public sealed partial class SchedulerHost(SchedulerHostOptions options, TimeProvider clock, ILoggerFactory logs)
{
    private readonly ILogger log = logs.CreateLogger("scheduler");

    /// <summary>Runs until cancelled, or until the lead is lost.</summary>
    /// <returns>False where the lead was lost: to be started anew.</returns>
    /// <exception cref="IOException">A port is taken.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        SchedulerMetrics metrics = new();
        ProcessMetrics.AddTo(metrics);
        using ApiConnection connection = new(options.Endpoint, clock);
        ClientConnectionOptions rates = options.Configuration.ClientConnection;
        IApiClient client = Client(OnReached);

        // Its own rate: the lease must not wait behind bindings.
        IApiClient beside = Client(null);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenSource electing = new();
        LiveScheduler? scheduler = null;
        LeaderElectionOptions election = options.Configuration.LeaderElection;
        LeaderElector? elector = election.LeaderElect && !options.Live.IsDryRun
            ? new(beside, election, options.Identity, clock, log) { Changed = () => scheduler?.Wake() }
            : null;
        ExtenderChain extenders = new(HttpExtender.OpenAll(options.Configuration), LogExtender);
        scheduler = new(client, options.Configuration, options.Features, clock, options.Live, extenders, log, metrics) { Leads = () => elector?.MayWrite ?? true };
        metrics.Keep(new GaugeFamily("leader_election_master_status", "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master. 'name' is the string used to identify the lease. Please make sure to group by name.",
            ["name"], () => [([election.ResourceName], elector is null || elector.Leads ? 1 : 0)]));
        StatusPages pages = new(scheduler, options.Configuration, options.Features, metrics, new(beside, scheduler));
        await using StatusServer? server = options is { Port: < 0, InsecurePort: < 0 }
            ? null
            : await StatusServer.StartAsync(pages, new(beside, clock, new(beside, clock) { Refused = OnRefused }), options.Port, options.InsecurePort, clock, cancellation).ConfigureAwait(false);
        LogStarted(options.Endpoint.Server, string.Join(", ", options.Configuration.Profiles.Select(profile => profile.SchedulerName)), server is null ? "none" : string.Join(", ", server.Ports), options.Live.IsDryRun);
        Task scheduling = scheduler.RunAsync(ended.Token);

        // The lead is held until the last binding has come back.
        Task<bool> leading = elector?.RunAsync(electing.Token) ?? Task.FromResult(false);
        if (elector is not null && await Task.WhenAny(scheduling, leading).ConfigureAwait(false) == leading) await ended.CancelAsync().ConfigureAwait(false);
        await scheduling.ConfigureAwait(false);
        await electing.CancelAsync().ConfigureAwait(false);
        if (await leading.ConfigureAwait(false)) return false;
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5), clock);
        if (elector is not null) await elector.ReleaseAsync(patience.Token).ConfigureAwait(false);
        LogStopped();
        return true;

        IApiClient Client(Action<string?>? reached) =>
            new MeteredClient(connection.Client(new() { Qps = rates.Qps, Burst = rates.Burst }), metrics, options.Endpoint.Server.Authority, clock) { Reached = reached };
    }

    private void OnRefused(ApiAnswer answer, string what) => LogRefused(what, answer.Status, answer.Message);

    private void OnReached(string? problem)
    {
        if (problem is null) LogBack();
        else LogLost(problem);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "scheduling for {Server} as {Names}; status on port {Ports}; dry run: {IsDryRun}")]
    private partial void LogStarted(Uri server, string names, string ports, bool isDryRun);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the API server cannot be reached: {Problem}")]
    private partial void LogLost(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "the API server answers again")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Information, Message = "stopped: everything decided is bound or given back")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "cannot {What}: {Status} {Answer}")]
    private partial void LogRefused(string what, int status, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "extender: {Problem}")]
    private partial void LogExtender(string problem);
}
