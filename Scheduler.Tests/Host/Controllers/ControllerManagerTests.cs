using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers;

/// <summary>The same controllers as clients from outside: over HTTPS, with a token, on informers.</summary>
public sealed class ControllerManagerTests
{
    [Fact]
    public async Task Controllers_run_over_https_against_a_server_in_another_place()
    {
        await using var server = await TestServer.Start(TestServer.Options with { VersionWait = TimeSpan.FromSeconds(3) });
        using var certificates = ClusterCertificates.InMemory(TimeProvider.System);
        await using var front = await HttpsFront.Start(server.Server, certificates, IPAddress.Loopback, 0);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificates.AuthorityPem.Length > 0 && certificate is X509Certificate2 } };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{front.Port}"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "admin");
        var client = new ApiClient(http);
        var manager = new ControllerManager(client, TimeProvider.System, view => ControllerCatalog.Of(ControllerCatalog.Names, view, "PEM"));
        var pods = new Informer(client, Resources.Pods, change => { if (change.Kind == ChangeKind.Set) seen.TrySetResult(); }, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(manager.RunAsync(stop.Token), pods.RunAsync(stop.Token));

        var set = TestServer.Document("apps/v1", "ReplicaSet", "web", "app=web");
        set["spec"] = JsonNode.Parse("""{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}""");
        await server.Create(Resources.ReplicaSets.Path("default"), set);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Single((await server.Get(Resources.Pods.Path("default"))).Children("items"));
        await stop.CancelAsync();
        await running;
    }
}
