using CommandLine;

namespace Scheduler.Bench.Live;

/// <summary><c>live</c></summary>
[Verb("live", HelpText = "How fast on a live cluster? Runs the scheduler as a process of its own against the bundled cluster, and another one on the same objects.")]
public sealed class LiveBenchOptions
{
    [Option("nodes", Default = 5000, HelpText = "Simulated nodes.")]
    public int Nodes { get; set; } = 5000;

    [Option("pods", Default = 10_000, HelpText = "Pods that are there when the scheduler starts and get a node.")]
    public int Pods { get; set; } = 10_000;

    [Option("unschedulable", Default = 0, HelpText = "Pods beside them that fit nowhere: each row is measured without them, with as many that wait for another scheduler, and with them, in turn.")]
    public int Unschedulable { get; set; }

    [Option("workload", Default = "basic,spread,affinity,anti-affinity", MetaValue = "LIST", HelpText = "basic, spread, affinity, anti-affinity.")]
    public string Workload { get; set; } = "basic,spread,affinity,anti-affinity";

    [Option("versus", MetaValue = "null|PATH", HelpText = "Also run a scheduler that binds blindly, or another scheduler's program, in turn.")]
    public string? Versus { get; set; }

    [Option("host", MetaValue = "PATH", HelpText = "The scheduler's program, such as a published Scheduler.Host.dll. Default: the one beside this program.")]
    public string? Host { get; set; }

    [Option("reasons", Default = "all", MetaValue = "all|failures", HelpText = "As run takes it.")]
    public string Reasons { get; set; } = "all";

    [Option("runs", Default = 1, HelpText = "How often each row is measured; the median is shown.")]
    public int Runs { get; set; } = 1;

    [Option("binds-in-flight", Default = 64, HelpText = "Bindings that are on their way at one time.")]
    public int BindsInFlight { get; set; } = 64;

    [Option("patience", Default = 300, HelpText = "Seconds after which a run has failed.")]
    public int PatienceSeconds { get; set; } = 300;
}

/// <summary><c>null-scheduler</c>: the process that <c>live --versus null</c> starts.</summary>
[Verb("null-scheduler", Hidden = true, HelpText = "Binds every pod to the next node, blindly: what is left of a scheduler without decisions.")]
public sealed class NullSchedulerOptions
{
    [Option("kubeconfig", Required = true)]
    public string Kubeconfig { get; set; } = "";

    [Option("scheduler-name", Required = true)]
    public string SchedulerName { get; set; } = "";

    [Option("binds-in-flight", Default = 64)]
    public int BindsInFlight { get; set; } = 64;
}
