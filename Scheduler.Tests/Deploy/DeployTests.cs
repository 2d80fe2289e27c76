using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Scheduler.Core.Configuration;
using Scheduler.Core.Reading;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling;
using Scheduler.Host.Scheduling.Leading;
using Scheduler.Host.Scheduling.Serving;
using Scheduler.Host.Store;
using Scheduler.Plugins;
using Scheduler.Tests.Host.ApiServer;
using Scheduler.Tests.Host.ApiServer.Kubectl;
using Scheduler.Tests.Host.Scheduling;

namespace Scheduler.Tests.Deploy;

/// <summary>The manifests in <c>deploy/</c>: what they grant is what a run uses, and clients accept them.</summary>
public sealed class DeployTests
{
    private const string Ns = "scheduler-system";

    private static readonly string Folder = Path.Combine(Fixtures.Repository, "deploy");
    private static readonly UserInfo Account = new($"system:serviceaccount:{Ns}:scheduler", "", ["system:serviceaccounts", UserInfo.Authenticated]);

    [Fact]
    public async Task The_account_may_do_what_a_run_does_and_nothing_else()
    {
        var grants = Grant.Read(Path.Combine(Folder, "rbac.yaml"));
        var authorizer = new ManifestAuthorizer(Account, grants);
        var clock = new FastClock(60);
        await using var store = MemoryStore.Open(clock);
        var server = new KubeApiServer(store, TestServer.Options, clock, new Random(1), authorizer);
        await server.Start();
        var admin = Client(new InProcessHandler(server, TestServer.Admin));
        await Prepare(admin);
        using var way = new LosesOneAnswer(new InProcessHandler(server, Account));
        var client = Client(way);
        var configuration = Configuration();
        using var stop = new CancellationTokenSource();

        var elector = new LeaderElector(client, configuration.LeaderElection, "me", clock, NullLogger.Instance);
        var leading = Task.Run(() => elector.RunAsync(stop.Token));
        await authorizer.Until($"update leases.coordination.k8s.io in {Ns}");
        var scheduler = new LiveScheduler(client, configuration, FeatureGates.Default, clock) { Leads = () => elector.MayWrite };
        var scheduling = Task.Run(() => scheduler.RunAsync(stop.Token));
        await authorizer.Until("get pods");
        await Add(admin);
        await authorizer.Until("delete pods");
        await authorizer.Until("patch persistentvolumes");
        await authorizer.Until("patch persistentvolumeclaims");
        var touched = 0;
        await authorizer.Until("patch events.events.k8s.io", () => _ = Touch(admin, touched++));
        using var authority = ClusterCertificates.InMemory(clock);
        using var reader = authority.Client("reader");
        await new DelegatedAccess(client, clock, new(client, clock)).CheckAsync("admin", "/metrics", default, reader);
        await new CacheComparison(client, scheduler).CompareAsync(default);
        foreach (var resource in ServedKinds.All.Keys) await ListInPages(client, resource, clock);
        await stop.CancelAsync();
        await scheduling;
        await leading;
        await elector.ReleaseAsync(default);

        Assert.True(way.IsProtobuf, "the configuration asks for protobuf");
        Assert.Empty(authorizer.Denied);
        Assert.Equal(grants.Select(grant => grant.ToString()).Order(), authorizer.Used.Select(grant => grant.ToString()).Order());
    }

    [Fact]
    public void The_lease_that_may_be_written_is_the_one_of_the_configuration()
    {
        var election = Configuration().LeaderElection;
        Assert.Equal((Ns, "secondary-scheduler"), (election.ResourceNamespace, election.ResourceName));
        var rule = Grant.Documents(Path.Combine(Folder, "rbac.yaml")).Single(role => role["kind"]!.GetValue<string>() == "Role" && role["metadata"]!["namespace"]!.GetValue<string>() == Ns)["rules"]![1]!;
        Assert.Equal(election.ResourceName, rule["resourceNames"]![0]!.GetValue<string>());
        var sample = Grant.Documents(Path.Combine(Folder, "sample-pod.yaml")).Single();
        Assert.Equal(Configuration().Profiles[0].SchedulerName, sample["spec"]!["schedulerName"]!.GetValue<string>());
    }

    [KubectlFact]
    public async Task Kubectl_and_the_server_accept_the_manifests()
    {
        await using var server = await TestServer.Start();
        await server.Create("/api/v1/namespaces", TestServer.Document("v1", "Namespace", Ns));
        await using var kubectl = await KubectlClient.Start(server);
        var (exit, output) = await kubectl.Run($"kubectl apply --dry-run=server -k {Folder}");
        Assert.True(exit == 0, output);
        Assert.Equal(10, output.Split('\n').Count(line => line.EndsWith("(server dry run)", StringComparison.Ordinal)));
        Assert.Contains("deployment.apps/scheduler created", output);
        (exit, output) = await kubectl.Run($"kubectl apply --dry-run=server -f {Folder}/sample-pod.yaml");
        Assert.True(exit == 0, output);
    }

    private static SchedulerConfiguration Configuration()
    {
        var map = Grant.Documents(Path.Combine(Folder, "configuration.yaml")).Single();
        return SchedulerConfiguration.ReadText(map["data"]!["scheduler.yaml"]!.GetValue<string>(), "scheduler.yaml", DefaultPlugins.Catalog, FeatureGates.Default);
    }

    private static ApiClient Client(HttpMessageHandler handler) => new(new HttpClient(handler) { BaseAddress = new Uri("http://server"), Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>A node, a pod of little importance that fills it, and what volumes need.</summary>
    private static async Task Prepare(ApiClient admin)
    {
        await Make("/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"scheduler-system"}}""");
        await Make("/api/v1/nodes", """{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"}}}""");
        var node = (await admin.Get("/api/v1/nodes/n", default)).OrThrow("node").Document;
        node["spec"]!.AsObject().Remove("taints");
        (await admin.Replace("/api/v1/nodes/n", node, default)).OrThrow("node");
        await Make("/apis/scheduling.k8s.io/v1/priorityclasses", """{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"high"},"value":1000}""");
        await Make("/apis/storage.k8s.io/v1/storageclasses", """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"local"},"provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}""");
        await Make("/apis/storage.k8s.io/v1/storageclasses", """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"made"},"provisioner":"example.org/made","volumeBindingMode":"WaitForFirstConsumer"}""");
        await Make("/api/v1/persistentvolumes", """{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"v"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"storageClassName":"local","hostPath":{"path":"/v"}}}""");
        (await admin.Merge("/api/v1/persistentvolumes/v/status", JsonNode.Parse("""{"status":{"phase":"Available"}}""")!.AsObject(), default)).OrThrow("volume");
        await Claim("c1", "local");
        await Claim("c2", "made");
        await Pod(admin, "low", Needs("3"), "");

        Task Claim(string name, string storageClass) => Make("/api/v1/namespaces/default/persistentvolumeclaims",
            $$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{name}}"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"{{storageClass}}","resources":{"requests":{"storage":"1Gi"} } } }""");

        Task Make(string path, string json) => DeployTests.Make(admin, path, json);
    }

    /// <summary>One that must push the first one out, one that fits nowhere, and two whose volumes are to be bound.</summary>
    private static async Task Add(ApiClient admin)
    {
        await Pod(admin, "high", Needs("2"), ",'priorityClassName':'high'");
        await Pod(admin, "large", Needs("100"), "");
        await Pod(admin, "v1", "'stdin':false", ",'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'c1'}}]");
        await Pod(admin, "v2", "'stdin':false", ",'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'c2'}}]");
    }

    private static string Needs(string cpu) => $"'resources':{{'requests':{{'cpu':'{cpu}'}}}}";

    private static Task Pod(ApiClient admin, string name, string container, string more) => Make(admin, "/api/v1/namespaces/default/pods", (
        $"{{'apiVersion':'v1','kind':'Pod','metadata':{{'name':'{name}'}},"
        + $"'spec':{{'schedulerName':'secondary-scheduler','containers':[{{'name':'c','image':'i',{container}}}]{more}}}}}").Replace('\'', '"'));

    private static async Task Make(ApiClient admin, string path, string json) => (await admin.Create(path, JsonNode.Parse(json)!.AsObject(), default)).OrThrow(path);

    /// <summary>A change that makes the scheduler try again what fits nowhere.</summary>
    private static Task<ApiAnswer> Touch(ApiClient admin, int count) =>
        admin.Merge("/api/v1/nodes/n/status", new JsonObject { ["status"] = new JsonObject { ["allocatable"] = new JsonObject { ["cpu"] = $"{4001 + count}m" } } }, default);

    /// <summary>What an informer does where the server cannot stream lists.</summary>
    private static async Task ListInPages(ApiClient client, Scheduler.Host.ApiServer.Schema.ApiResource resource, TimeProvider clock)
    {
        using var stop = new CancellationTokenSource();
        var synced = new TaskCompletionSource();
        var informer = new Informer(client, resource, change => { if (change.Kind == ChangeKind.Synced) synced.TrySetResult(); }, clock) { Options = new() { Streams = false } };
        var running = Task.Run(() => informer.RunAsync(stop.Token));
        await synced.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await running;
    }

    /// <summary>The first binding is done, and nobody hears of it: so the scheduler has to look.</summary>
    private sealed class LosesOneAnswer(HttpMessageHandler server) : DelegatingHandler(server)
    {
        private int lost;

        /// <summary>Something came as protobuf.</summary>
        public bool IsProtobuf { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            var answer = await base.SendAsync(request, cancellation);
            IsProtobuf |= answer.Content.Headers.ContentType?.MediaType == MediaTypes.Protobuf;
            var isBinding = request.RequestUri!.AbsolutePath.EndsWith("/binding", StringComparison.Ordinal);
            return isBinding && Interlocked.Exchange(ref lost, 1) == 0 ? throw new HttpRequestException("the connection was reset") : answer;
        }
    }
}
