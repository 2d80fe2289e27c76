using System.Net;
using System.Security.Cryptography;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Commands;
using Scheduler.Host.Local.Demo;
using Scheduler.Host.Local.Snapshots;
using Scheduler.Host.Store;

namespace Scheduler.Host.Local;

/// <summary>
/// A cluster as <c>up</c> runs it, from its files to the line that says ready, and back.
/// <code>
/// store ──▶ snapshot, if any ──▶ HTTPS ──▶ API server and its objects ──▶ nodes, controllers, scheduler ──▶ kubeconfig ──▶ ready ──▶ demo ──▶ until cancelled
/// </code>
/// What was begun ends in the opposite order.
/// </summary>
public sealed class UpCluster(Terminal terminal, UpOptions options) : IAsyncDisposable
{
    private const string User = "admin";
    private const int NodesOfNewCluster = 3;

    private readonly TimeProvider clock = TimeProvider.System;
    private readonly Random random = new(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(4)));
    private readonly Stack<IAsyncDisposable> begun = new();

    /// <summary>Serves until cancelled.</summary>
    /// <exception cref="UpRefusedException">The options do not go together with what is in the folder.</exception>
    /// <exception cref="StoreException">The store cannot be opened, or had to stop.</exception>
    /// <exception cref="IOException">A file cannot be written, or the port is taken.</exception>
    public async Task Run(CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Folder);
        var store = Begin(options.IsInMemory ? MemoryStore.Open(clock) : SqliteStore.Open(Path.Combine(options.Folder, "store"), clock));
        if (await SnapshotLoader.Obstacle(store, options.Snapshot is not null, cancellation) is { } obstacle) throw new UpRefusedException(obstacle);
        var isNew = options.Snapshot is null && await store.Count("/", cancellation) == 0;
        if (options.Snapshot is { } snapshot) await SnapshotLoader.Load(store, snapshot, clock.GetUtcNow(), random, cancellation);

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var certificates = ClusterCertificates.InFolder(Path.Combine(options.Folder, "pki"), clock);
        begun.Push(new Disposing(certificates));
        var server = MakeServer(store, certificates, token);
        // Listening comes first: then the port is known, and its objects can say it.
        var front = Begin(await HttpsFront.Start(server, certificates, IPAddress.Loopback, options.Port, cancellation));
        await server.Start(front.Port, cancellation);
        var client = LocalCluster.ClientOf(server, "system:up");
        if (isNew) await FirstObjects.CreateStorage(client, cancellation);
        await FirstObjects.CreateForPods(client, options.Controllers, certificates.AuthorityPem, cancellation);
        var demo = options.Demo ? new WebAppDemo(clock, terminal.Out.WriteLine) : null;
        var cluster = Begin(await LocalCluster.Start(server, new LocalClusterOptions
        {
            Nodes = options.Nodes with { Count = options.NodeCount ?? (isNew ? NodesOfNewCluster : 0) },
            Controllers = options.Controllers,
            Schedules = options.Schedules,
            Decided = demo is null ? null : demo.Decided,
        }, clock, terminal.Error.WriteLine, cancellation));

        options.Kubeconfig.Write($"https://127.0.0.1:{front.Port}", certificates.AuthorityPem, User, token);
        var nodes = await store.Count("/registry/nodes/", cancellation);
        terminal.Out.WriteLine($"ready: https://127.0.0.1:{front.Port} nodes={nodes} data={(options.IsInMemory ? "memory" : options.Folder)} kubeconfig={options.Kubeconfig.Path}");
        if (demo is not null) await Show(demo, server, cancellation);
        await Task.WhenAny(cluster.Ended, store.Stopped).WaitAsync(cancellation).Unwrap();
    }

    public async ValueTask DisposeAsync()
    {
        while (begun.TryPop(out var part)) await part.DisposeAsync();
    }

    private T Begin<T>(T part)
        where T : IAsyncDisposable
    {
        begun.Push(part);
        return part;
    }

    private KubeApiServer MakeServer(IStore store, ClusterCertificates certificates, string token)
    {
        var key = TokenKey(Path.Combine(options.Folder, "pki", "sa.key"));
        begun.Push(new Disposing(key));
        var server = new KubeApiServer(store, new ApiServerOptions
        {
            Port = options.Port,
            Tokens = new Dictionary<string, UserInfo> { [token] = new(User, User, [UserInfo.Masters, UserInfo.Authenticated]) },
            TokenKey = key,
            AuthorityPem = certificates.AuthorityPem,
        }, clock, random);
        server.OnBug += (request, error) => terminal.Error.WriteLine($"{request.Method} {request.Path}: {error}");
        return server;
    }

    private async Task Show(WebAppDemo demo, KubeApiServer server, CancellationToken cancellation)
    {
        await demo.Run(LocalCluster.ClientOf(server, "system:demo"), cancellation);
        terminal.Out.WriteLine($"still serving; try: kubectl --kubeconfig {options.Kubeconfig.Path} get pods -o wide");
    }

    private static ECDsa TokenKey(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path)) key.ImportFromPem(File.ReadAllText(path));
        else SecretFile.Write(path, key.ExportPkcs8PrivateKeyPem());
        return key;
    }

    /// <summary>Something that ends at once.</summary>
    private sealed class Disposing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
