using CommandLine;
using Microsoft.Extensions.Logging;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Host.Client.Access;
using Scheduler.Host.Scheduling;
using Scheduler.Plugins;

namespace Scheduler.Host.Commands;

/// <summary>Schedules the pods of a cluster that name this scheduler, beside others, until Ctrl-C or SIGTERM.</summary>
[Verb("run", HelpText = "Schedule the pods of a real cluster that name this scheduler, until Ctrl-C.")]
public sealed class RunCommand : ICommand
{
    private const double SampledShareMax = 0.02;

    [Option("kubeconfig", MetaValue = "FILE", HelpText = "The cluster. Default: that of --config, KUBECONFIG, ~/.kube/config, or the pod's own account.")]
    public string? Kubeconfig { get; set; }

    [Option("context", MetaValue = "NAME", HelpText = "The context in the kubeconfig. Default: the current one.")]
    public string? Context { get; set; }

    [Option("config", MetaValue = "FILE", HelpText = "A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1).")]
    public string? Config { get; set; }

    [Option("scheduler-name", MetaValue = "NAME", HelpText = "Instead of --config: one default profile of this name, and a lease of this name.")]
    public string? SchedulerName { get; set; }

    [Option("port", Default = 10259, MetaValue = "PORT", HelpText = "HTTPS for health, metrics and decisions; 0 picks a free port, -1 serves none.")]
    public int Port { get; set; }

    [Option("insecure-port", Default = -1, MetaValue = "PORT", HelpText = "The same over HTTP on 127.0.0.1 and without asking who reads; 0 picks a free port.")]
    public int InsecurePort { get; set; }

    [Option("leader-elect", MetaValue = "true|false", HelpText = "Whether of several replicas only one decides. Default: as the configuration says (true).")]
    public bool? LeaderElect { get; set; }

    [Option("dry-run", HelpText = "Decide and report, write nothing.")]
    public bool DryRun { get; set; }

    [Option("binds-in-flight", Default = 64, MetaValue = "N", HelpText = "Bindings that are on their way at one time.")]
    public int BindsInFlight { get; set; }

    [Option("reasons", Default = ReasonsKept.All, MetaValue = "all|failures", HelpText = "Of which decisions /debug/pods shows rejected and best nodes: all, or those that found none.")]
    public ReasonsKept Reasons { get; set; }

    [Option("check", Default = "none", MetaValue = "none|full|sample:1/N", HelpText = "Decide everything, or one of N (in at most 2 % of the time), the plain way too; a difference is logged, and the plain decision taken.")]
    public string Check { get; set; } = "none";

    [Option("check-reports", MetaValue = "FOLDER", HelpText = "Where a difference is written, as a case that 'Scheduler.Bench conformance' plays. Default: the folder for temporary files.")]
    public string? CheckReports { get; set; }

    [Option("feature-gates", MetaValue = "LIST", Default = "", HelpText = "Name=true,Other=false.")]
    public string FeatureGateList { get; set; } = "";

    [Option("log-format", Default = LogFormat.Text, MetaValue = "text|json", HelpText = "One line of text, or one JSON object, a message.")]
    public LogFormat LogFormat { get; set; }

    [Option('v', "verbosity", Default = 0, MetaValue = "LEVEL", HelpText = "Also written --v=LEVEL. 0: what an operator must know; 2: every decision and binding; 6: everything.")]
    public int Verbosity { get; set; }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        if (Problem() is { } problem)
        {
            terminal.Error.WriteLine($"run: {problem}");
            return Cli.WrongInput;
        }

        FeatureGates features;
        try
        {
            features = FeatureGates.Parse(FeatureGateList);
        }
        catch (FormatException e)
        {
            terminal.Error.WriteLine($"--feature-gates: {e.Message}");
            return Cli.WrongInput;
        }

        if (!CheckRate.TryParse(Check, out CheckRate check))
        {
            terminal.Error.WriteLine($"run: \"{Check}\" is no check: --check takes none, full or sample:1/N");
            return Cli.WrongInput;
        }

        TimeProvider clock = TimeProvider.System;
        SchedulerConfiguration configuration = Configuration(features);
        foreach (string warning in configuration.Warnings) terminal.Error.WriteLine($"warning: {Config}: {warning}");
        ClusterEndpoint endpoint = ClusterAccess.OfProcess(clock).Find(Kubeconfig ?? configuration.ClientConnection.Kubeconfig, Context);
        using ILoggerFactory logs = Logs.Make(LogFormat, Verbosity);
        SchedulerHost host = new(
            new()
            {
                Endpoint = endpoint,
                Configuration = configuration,
                Features = features,
                Live = new()
                {
                    IsDryRun = DryRun,
                    KeepsDecisions = true,
                    KeepsReasons = Reasons == ReasonsKept.All,
                    BindsInFlightMax = BindsInFlight,
                    Check = check,
                    CheckShareMax = check == CheckRate.Full ? 1 : SampledShareMax,
                    CheckReports = CheckReports ?? Path.GetTempPath(),
                },
                Port = Port,
                InsecurePort = InsecurePort,
            },
            clock, logs);
        try
        {
            return await host.RunAsync(cancellation) ? Cli.Done : Cli.Failed;
        }
        catch (IOException error)
        {
            terminal.Error.WriteLine($"run: {error.Message}");
            return Cli.Failed;
        }
    }

    private string? Problem() => this switch
    {
        { Config: not null, SchedulerName: not null } => "--scheduler-name is a shorthand for a configuration with one profile: it does not go with --config",
        { SchedulerName: "" } => "--scheduler-name: a name is missing",
        { Port: < -1 or > 65_535 } or { InsecurePort: < -1 or > 65_535 } => "--port and --insecure-port take -1 to 65535",
        { CheckReports: { } folder } when !Directory.Exists(folder) => $"--check-reports {folder}: no such folder",
        { BindsInFlight: < 1 or > 10_000 } => "--binds-in-flight takes 1 to 10000",
        _ => null,
    };

    private SchedulerConfiguration Configuration(FeatureGates features)
    {
        SchedulerConfiguration configuration = Config is null
            ? Unlimited(SchedulerConfiguration.Default(DefaultPlugins.Catalog, features))
            : SchedulerConfiguration.ReadFile(Config, DefaultPlugins.Catalog, features);
        return LeaderElect is { } elect ? configuration with { LeaderElection = configuration.LeaderElection with { LeaderElect = elect } } : configuration;
    }

    /// <summary>Who writes no configuration has stated no rates, and must not take the lease of the cluster's own scheduler.</summary>
    private SchedulerConfiguration Unlimited(SchedulerConfiguration configuration) => configuration with
    {
        Profiles = [configuration.Profiles[0] with { SchedulerName = SchedulerName ?? SchedulerConfiguration.DefaultSchedulerName }],
        ClientConnection = configuration.ClientConnection with { Qps = -1, Burst = 0 },
        LeaderElection = configuration.LeaderElection with { ResourceName = SchedulerName ?? configuration.LeaderElection.ResourceName },
    };
}

/// <summary>Of which decisions the reasons are kept.</summary>
public enum ReasonsKept
{
    All,
    Failures,
}
