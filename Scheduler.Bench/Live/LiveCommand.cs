using Scheduler.Bench.Output;
using Spectre.Console;

namespace Scheduler.Bench.Live;

/// <summary>Runs schedulers as processes against bundled clusters and shows how fast they bind and what they cost.</summary>
public static class LiveCommand
{
    public static int Run(LiveBenchOptions options)
    {
        string[] workloads = options.Workload.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string workload in workloads)
            if (!LivePods.Workloads.Contains(workload)) throw new InputException($"{workload} is none of {string.Join(", ", LivePods.Workloads)}", "--workload");
        if (options.Nodes < 1) throw new InputException("must be at least 1", "--nodes");
        if (options.Pods < 2) throw new InputException("must be at least 2", "--pods");
        if (options.Runs < 1) throw new InputException("must be at least 1", "--runs");
        if (options.Host is { } host && !File.Exists(host)) throw new InputException("no such program", $"--host {host}");
        if (options.Versus is { } path and not "null" && !File.Exists(path)) throw new InputException("no such program; write null or a path", $"--versus {path}");

        List<(string Workload, LiveResult Own, LiveResult? Other)> rows = [];
        foreach (string workload in workloads) rows.Add(Measure(workload, options));
        Show(rows, options);
        return 0;
    }

    private static (string Workload, LiveResult Own, LiveResult? Other) Measure(string workload, LiveBenchOptions options)
    {
        List<LiveResult> own = [], other = [];
        for (int run = 0; run < options.Runs; run++)
        {
            // Who goes first alternates, so that what one leaves behind meets both alike.
            if (run % 2 == 0) own.Add(Play("ours", kubeconfig => Ours(kubeconfig, options)));
            if (options.Versus is { } versus) other.Add(Play(versus, kubeconfig => Other(versus, kubeconfig, options)));
            if (run % 2 == 1) own.Add(Play("ours", kubeconfig => Ours(kubeconfig, options)));
        }

        return (workload, Median(own), other.Count > 0 ? Median(other) : null);

        LiveResult Play(string who, Func<string, ChildProcess> scheduler)
        {
            Console.Error.WriteLine($"{workload}: {who}");
            using LiveRun run = new(options, workload);
            return run.RunAsync(scheduler).GetAwaiter().GetResult();
        }
    }

    private static ChildProcess Ours(string kubeconfig, LiveBenchOptions options) => new(
        "dotnet", options.Host ?? LiveRun.Host, "run", "--kubeconfig", kubeconfig, "--scheduler-name", LivePods.SchedulerName, "--leader-elect", "false", "--port", "-1",
        "--binds-in-flight", $"{options.BindsInFlight}", "--reasons", options.Reasons);

    private static ChildProcess Other(string versus, string kubeconfig, LiveBenchOptions options)
    {
        if (versus == "null")
        {
            return new("dotnet", typeof(LiveCommand).Assembly.Location, "null-scheduler", "--kubeconfig", kubeconfig, "--scheduler-name", LivePods.SchedulerName,
                "--binds-in-flight", $"{options.BindsInFlight}");
        }

        string configuration = Path.Combine(Path.GetDirectoryName(kubeconfig)!, "scheduler.yaml");
        File.WriteAllText(configuration, $$"""
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            percentageOfNodesToScore: 100
            clientConnection: {kubeconfig: {{kubeconfig}}, qps: 100000, burst: 100000}
            leaderElection: {leaderElect: false}
            profiles:
            - schedulerName: {{LivePods.SchedulerName}}

            """);
        return new(versus, "--config", configuration, "--secure-port", "0");
    }

    /// <summary>The run whose rate is in the middle.</summary>
    private static LiveResult Median(List<LiveResult> results) => results.OrderBy(result => result.PodsPerSecond).ElementAt(results.Count / 2);

    private static void Show(List<(string Workload, LiveResult Own, LiveResult? Other)> rows, LiveBenchOptions options)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string title in (string[])["workload", "scheduler", "pods/s", "ratio", "first bind", "cpu per 1,000 pods", "peak rss"])
            table.AddColumn(new TableColumn(title) { Alignment = title is "workload" or "scheduler" ? Justify.Left : Justify.Right, NoWrap = true });
        foreach ((string workload, LiveResult own, LiveResult? other) in rows)
        {
            Add(workload, "ours", own, other is null ? "" : $"{own.PodsPerSecond / other.PodsPerSecond:0.00}");
            if (other is not null) Add("", options.Versus == "null" ? "null" : Path.GetFileName(options.Versus!), other, "");
        }

        Terminal.Out.Write(table);
        Console.WriteLine($"{options.Nodes} nodes, {options.Pods} pods, {options.Unschedulable} that fit nowhere, {options.BindsInFlight} bindings at one time, median of {options.Runs}; rates from the first tenth on");

        void Add(string workload, string scheduler, LiveResult result, string ratio) => table.AddRow(
            workload, scheduler, $"{result.PodsPerSecond:0}", ratio, $"{result.FirstBind.TotalSeconds:0.00} s",
            $"{result.Cpu.TotalSeconds * 1000 / options.Pods:0.00} s", $"{result.PeakRssBytes / 1e6:0} MB");
    }
}
