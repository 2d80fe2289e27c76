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
        if (options.Unschedulable < 0) throw new InputException("must not be negative", "--unschedulable");
        if (options.Runs < 1) throw new InputException("must be at least 1", "--runs");
        if (options.Host is { } host && !File.Exists(host)) throw new InputException("no such program", $"--host {host}");
        if (options.Versus is { } path and not "null" && !File.Exists(path)) throw new InputException("no such program; write null or a path", $"--versus {path}");

        List<Row> rows = [];
        foreach (string workload in workloads) rows.AddRange(Measure(workload, options));
        Show(rows, options);
        return 0;
    }

    private static IEnumerable<Row> Measure(string workload, LiveBenchOptions options)
    {
        List<Contender> contenders = [new("ours", 0, kubeconfig => Ours(kubeconfig, options))];
        if (options.Unschedulable > 0)
        {
            // The server has more to carry too: the first of the two shows what that alone costs.
            contenders.Add(new($"ours, {options.Unschedulable} of nobody", options.Unschedulable, kubeconfig => Ours(kubeconfig, options)) { For = LivePods.Nobody });
            contenders.Add(new($"ours, {options.Unschedulable} fit nowhere", options.Unschedulable, kubeconfig => Ours(kubeconfig, options)));
        }

        if (options.Versus is { } versus) contenders.Add(new(versus == "null" ? versus : Path.GetFileName(versus), 0, kubeconfig => Other(versus, kubeconfig, options)));
        Dictionary<Contender, List<LiveResult>> results = contenders.ToDictionary(contender => contender, _ => new List<LiveResult>());

        // Who goes first alternates, so that what one leaves behind meets all alike.
        for (int run = 0; run < options.Runs; run++)
            foreach (Contender contender in run % 2 == 0 ? contenders : Enumerable.Reverse(contenders)) results[contender].Add(Play(contender));
        LiveResult own = Median(results[contenders[0]]);
        foreach (Contender contender in contenders)
        {
            LiveResult result = Median(results[contender]);
            bool isFirst = contender == contenders[0];

            // Ours to that of others; with pods that fit nowhere to without.
            double ratio = contender.Unschedulable > 0 ? result.PodsPerSecond / own.PodsPerSecond : own.PodsPerSecond / result.PodsPerSecond;
            yield return new(isFirst ? workload : "", contender.Name, result, isFirst ? "" : $"{ratio:0.00}");
        }

        LiveResult Play(Contender contender)
        {
            Console.Error.WriteLine($"{workload}: {contender.Name}");
            using LiveRun run = new(options, workload, contender.Unschedulable, contender.For);
            return run.RunAsync(contender.Start).GetAwaiter().GetResult();
        }
    }

    private static ChildProcess Ours(string kubeconfig, LiveBenchOptions options) => new(
        "dotnet", options.Host ?? LiveRun.Host, "run", "--kubeconfig", kubeconfig, "--scheduler-name", LivePods.SchedulerName, "--leader-elect", "false", "--port", "-1",
        "--binds-in-flight", $"{options.BindsInFlight}", "--reasons", options.Reasons);

    private static ChildProcess Other(string versus, string kubeconfig, LiveBenchOptions options)
    {
        if (versus == "null")
        {
            // Under the runtime settings of the scheduler that it is compared with: those of this program are made for the bench.
            string settings = Path.ChangeExtension(options.Host ?? LiveRun.Host, ".runtimeconfig.json");
            return new("dotnet", "exec", "--runtimeconfig", settings, typeof(LiveCommand).Assembly.Location, "null-scheduler", "--kubeconfig", kubeconfig, "--scheduler-name", LivePods.SchedulerName,
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

    private static void Show(List<Row> rows, LiveBenchOptions options)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string title in (string[])["workload", "scheduler", "pods/s", "ratio", "first bind", "cpu per 1,000 pods", "peak rss"])
            table.AddColumn(new TableColumn(title) { Alignment = title is "workload" or "scheduler" ? Justify.Left : Justify.Right, NoWrap = true });
        foreach ((string workload, string scheduler, LiveResult result, string ratio) in rows)
        {
            table.AddRow(
                workload, scheduler, $"{result.PodsPerSecond:0}", ratio, $"{result.FirstBind.TotalSeconds:0.00} s",
                $"{result.Cpu.TotalSeconds * 1000 / options.Pods:0.00} s", $"{result.PeakRssBytes / 1e6:0} MB");
        }

        Terminal.Out.Write(table);
        Console.WriteLine($"{options.Nodes} nodes, {options.Pods} pods, {options.BindsInFlight} bindings at one time, median of {options.Runs}; rates from the first tenth on; "
            + "ratio: our rate to the other's, or ours with the other pods to ours without");
    }

    /// <summary>Who is measured.</summary>
    private sealed record Contender(string Name, int Unschedulable, Func<string, ChildProcess> Start)
    {
        /// <summary>The scheduler that the pods that fit nowhere wait for.</summary>
        public string For { get; init; } = LivePods.SchedulerName;
    }

    /// <summary>A line of the table.</summary>
    private sealed record Row(string Workload, string Scheduler, LiveResult Result, string Ratio);
}
