using System.Net;
using System.Security.Cryptography;
using CommandLine;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Local;
using Scheduler.Host.Store;

namespace Scheduler.Host.Commands;

/// <summary>A small Kubernetes on this machine: store, API server, controllers, simulated nodes and a scheduler, until Ctrl-C.</summary>
[Verb("up", HelpText = "Run a cluster in this process, with simulated nodes, until Ctrl-C.")]
public sealed class UpCommand : ICommand
{
    private const string User = "admin";

    [Option("nodes", Default = 3, MetaValue = "N", HelpText = "Simulated nodes.")]
    public int Nodes { get; set; }

    [Option("port", Default = 6443, MetaValue = "PORT", HelpText = "Where to serve HTTPS on 127.0.0.1; 0 picks a free port.")]
    public int Port { get; set; }

    [Option("kubeconfig", MetaValue = "FILE", HelpText = "Where to write the kubeconfig. Default: kubeconfig in the data folder.")]
    public string? Kubeconfig { get; set; }

    [Option("store", Default = StoreKind.Sqlite, MetaValue = "sqlite|memory", HelpText = "Keep objects on disk, or only as long as the process.")]
    public StoreKind Store { get; set; }

    [Option("data", MetaValue = "DIR", HelpText = "Where the cluster's files are; a second start goes on there. Default: a new temporary folder.")]
    public string? Data { get; set; }

    [Option("scheduler", Default = SchedulerKind.Builtin, MetaValue = "builtin|none", HelpText = "Schedule pods here, or leave them to a scheduler from outside.")]
    public SchedulerKind Scheduler { get; set; }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        if (Nodes < 0 || Nodes > 62_500 || Port is < 0 or > 65_535)
        {
            terminal.Error.WriteLine("up: --nodes takes 0 to 62500, --port 0 to 65535");
            return Cli.WrongInput;
        }
        var folder = Path.GetFullPath(Data ?? Directory.CreateTempSubdirectory("scheduler-up-").FullName);
        var kubeconfig = new KubeconfigFile(Kubeconfig ?? Path.Combine(folder, "kubeconfig"));
        if (kubeconfig.IsForeign)
        {
            terminal.Error.WriteLine($"{kubeconfig.Path}: exists and was not written by this command; it is left alone");
            return Cli.WrongInput;
        }
        try
        {
            await Serve(folder, kubeconfig, terminal, cancellation);
            return Cli.Done;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Cli.Done;
        }
        catch (Exception error) when (error is StoreException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"up: {error.Message}");
            return Cli.Failed;
        }
    }

    private async Task Serve(string folder, KubeconfigFile kubeconfig, Terminal terminal, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        Directory.CreateDirectory(folder);
        await using var store = Store == StoreKind.Memory ? MemoryStore.Open(clock) : SqliteStore.Open(Path.Combine(folder, "store"), clock);
        using var certificates = ClusterCertificates.InFolder(Path.Combine(folder, "pki"), clock);
        using var tokenKey = TokenKey(Path.Combine(folder, "pki", "sa.key"));
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var server = new KubeApiServer(store, new ApiServerOptions
        {
            Port = Port,
            Tokens = new Dictionary<string, UserInfo> { [token] = new(User, User, [UserInfo.Masters, UserInfo.Authenticated]) },
            TokenKey = tokenKey,
            AuthorityPem = certificates.AuthorityPem,
        }, clock, new Random(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(4))));
        server.OnBug += (request, error) => terminal.Error.WriteLine($"{request.Method} {request.Path}: {error}");
        await server.Start(cancellation);
        await using var front = await HttpsFront.Start(server, certificates, IPAddress.Loopback, Port, cancellation);
        var options = new LocalClusterOptions { Nodes = new() { Count = Nodes }, Schedules = Scheduler == SchedulerKind.Builtin };
        await using var cluster = await LocalCluster.Start(server, options, clock, terminal.Error.WriteLine, cancellation);
        kubeconfig.Write($"https://127.0.0.1:{front.Port}", certificates.AuthorityPem, User, token);
        terminal.Out.WriteLine($"ready: https://127.0.0.1:{front.Port} nodes={Nodes} data={folder} kubeconfig={kubeconfig.Path}");
        await cluster.Ended.WaitAsync(cancellation);
    }

    private static ECDsa TokenKey(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path)) key.ImportFromPem(File.ReadAllText(path));
        else SecretFile.Write(path, key.ExportPkcs8PrivateKeyPem());
        return key;
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
