using CommandLine;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Host.Local;
using Scheduler.Host.Local.Snapshots;
using Scheduler.Host.NodeAgent;
using Scheduler.Host.NodeAgent.Templates;
using Scheduler.Host.Store;

namespace Scheduler.Host.Commands;

/// <summary>A small Kubernetes on this machine: store, API server, controllers, simulated nodes and a scheduler, until Ctrl-C.</summary>
[Verb("up", HelpText = "Run a cluster in this process, with simulated nodes, until Ctrl-C.")]
public sealed class UpCommand : ICommand
{
    private const int NodesMax = 62_500;

    [Option("data", MetaValue = "DIR", HelpText = "Where the cluster's files are; a second start goes on there. Default: a temporary folder, removed at the end.")]
    public string? Data { get; set; }

    [Option("store", Default = StoreKind.Sqlite, MetaValue = "sqlite|memory", HelpText = "Keep objects on disk, or only as long as the process.")]
    public StoreKind Store { get; set; }

    [Option("nodes", MetaValue = "N", HelpText = "Simulated nodes, of each pool of a template that states no count. Default: 3 in a new cluster; otherwise those that are there.")]
    public int? Nodes { get; set; }

    [Option("node-template", MetaValue = "FILE", HelpText = "What simulated nodes and their pods are like: NodeAgent/Templates says how to write it.")]
    public string? NodeTemplate { get; set; }

    [Option("port", Default = 6443, MetaValue = "PORT", HelpText = "Where to serve HTTPS on 127.0.0.1; 0 picks a free port.")]
    public int Port { get; set; }

    [Option("kubeconfig", MetaValue = "FILE", HelpText = "Where to write the kubeconfig. Default: kubeconfig in the data folder.")]
    public string? Kubeconfig { get; set; }

    [Option("scheduler", Default = SchedulerKind.Builtin, MetaValue = "builtin|none", HelpText = "Schedule pods here, or leave them to a scheduler from outside.")]
    public SchedulerKind Scheduler { get; set; }

    [Option("controllers", Default = "all", MetaValue = "all|none|LIST", HelpText = "Controllers that run: all, none, or names with commas between them.")]
    public string Controllers { get; set; } = "all";

    [Option("load", MetaValue = "SNAPSHOT", HelpText = "Start a new cluster from a dump (kubectl get ... -o json); its nodes become simulated ones.")]
    public string? Load { get; set; }

    [Option("demo", HelpText = "Apply a Deployment of three pods and show each hop of its way; then go on serving.")]
    public bool Demo { get; set; }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        if (Wrong(out var controllers) is { } wrong)
        {
            terminal.Error.WriteLine($"up: {wrong}");
            return Cli.WrongInput;
        }
        var snapshot = Load is null ? null : SnapshotReader.Read(Load);
        foreach (var (kind, count) in snapshot?.LeftOut ?? new Dictionary<string, int>()) terminal.Error.WriteLine($"warning: {Load}: {count} of kind {kind} left out: this kind is not served");

        var isTemporary = Data is null;
        var folder = Path.GetFullPath(Data ?? Directory.CreateTempSubdirectory("scheduler-up-").FullName);
        try
        {
            var kubeconfig = new KubeconfigFile(Kubeconfig ?? Path.Combine(folder, "kubeconfig"));
            if (kubeconfig.IsForeign) throw new UpRefusedException($"{kubeconfig.Path}: exists and was not written by this command; it is left alone");
            await using var cluster = new UpCluster(terminal, new UpOptions
            {
                Folder = folder,
                Kubeconfig = kubeconfig,
                IsInMemory = Store == StoreKind.Memory,
                Port = Port,
                Nodes = NodeTemplate is null ? new SimulatedNodesOptions() : NodeTemplateFile.Read(NodeTemplate),
                NodeCount = Nodes,
                Controllers = controllers,
                Schedules = Scheduler == SchedulerKind.Builtin,
                Snapshot = snapshot,
                Demo = Demo,
            });
            await cluster.Run(cancellation);
            return Cli.Done;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Cli.Done;
        }
        catch (UpRefusedException refused)
        {
            terminal.Error.WriteLine($"up: {refused.Message}");
            return Cli.WrongInput;
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException or ApiCallException)
        {
            terminal.Error.WriteLine($"up: {error.Message}");
            return Cli.Failed;
        }
        finally
        {
            if (isTemporary) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is wrong with the options, or null.</summary>
    private string? Wrong(out IReadOnlyList<string> controllers)
    {
        controllers = [];
        if (Nodes is < 0 or > NodesMax) return $"--nodes takes 0 to {NodesMax}";
        if (Port is < 0 or > 65_535) return "--port takes 0 to 65535";
        try
        {
            controllers = ControllerCatalog.Parse(Controllers);
        }
        catch (FormatException error)
        {
            return $"--controllers: {error.Message}";
        }
        if (!Demo) return null;
        if (Scheduler == SchedulerKind.None) return "--demo shows what the built-in scheduler does: leave --scheduler none out";
        if (Nodes == 0 && Load is null) return "--demo needs nodes: --nodes 1 or more";
        string[] missing = [.. ((string[])["serviceaccount", "node-lifecycle", "replicaset", "deployment"]).Except(controllers)];
        return missing.Length == 0 ? null : $"--demo needs the controllers {string.Join(", ", missing)}, too";
    }
}

/// <summary>Where <c>up</c> keeps objects.</summary>
public enum StoreKind
{
    Sqlite,
    Memory,
}

/// <summary>Who schedules in <c>up</c>.</summary>
public enum SchedulerKind
{
    Builtin,
    None,
}
