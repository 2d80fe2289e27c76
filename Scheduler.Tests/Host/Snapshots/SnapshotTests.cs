using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Bench.Replay;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Reading;
using Scheduler.Core.Writing;
using Scheduler.Host.ApiServer;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Commands;
using Scheduler.Host.Store;
using Scheduler.Plugins;
using Scheduler.Tests.Host.ApiServer;
using Scheduler.Tests.Host.Client.Access;

namespace Scheduler.Tests.Host.Snapshots;

/// <summary>A real cluster's objects behind an API server, written by <c>snapshot</c> and read by <c>replay</c>.</summary>
public sealed class SnapshotTests : IAsyncLifetime
{
    private static readonly string Fixture = Fixtures.PathOf("clusters/eu-1.json.gz");

    private readonly KubeconfigFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private TestServer server = null!;
    private HttpsFront front = null!;

    public async Task InitializeAsync()
    {
        server = await TestServer.Start();
        front = await HttpsFront.Start(server.Server, TestCertificates.Authority, IPAddress.Loopback, 0);
    }

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Under_other_names_the_same_pods_go_to_the_same_nodes_and_no_old_name_is_left()
    {
        await Load(Fixture);
        Assert.Equal(0, await Run("admin", "plain.json.gz"));
        Assert.Equal(0, await Run("admin", "anonymous.json.gz", "--anonymize"));
        Assert.Contains("200 nodes, 1265 pods", output.ToString());
        var (plain, anonymous) = (ClusterFiles.Load(folder["plain.json.gz"]), ClusterFiles.Load(folder["anonymous.json.gz"]));
        Assert.Equal(plain.Count, anonymous.Count);
        foreach (var tie in (string[])["seed", "name"])
        {
            var (before, after) = (Replayed(plain, tie), Replayed(anonymous, tie));
            Assert.Equal(before.Placed, after.Placed);
            Assert.Equal(Choices(before, plain), Choices(after, anonymous));
        }
        Assert.Empty(OldNames(plain, TextsOf(folder["anonymous.json.gz"])).Take(20));
    }

    [Fact]
    public async Task A_snapshot_holds_what_replay_reads_and_nothing_else()
    {
        var pod = TestServer.Pod("p");
        pod["spec"]!["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "PASSWORD", ["value"] = "hunter2" });
        await server.Create("/api/v1/namespaces/default/pods", pod);
        Assert.Equal(0, await Run("admin", "plain.json"));
        Assert.Equal("p", Assert.Single(ClusterFiles.Load(folder["plain.json"]).Pods).Metadata.Name);
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(folder["plain.json"]));
    }

    [Fact]
    public async Task What_may_not_be_read_is_said_in_one_line_each_and_without_anything_it_fails()
    {
        Assert.Equal(1, await Run("user", "none.json"));
        Assert.Contains("list nodes: forbidden (403): nodes is forbidden: User \"jane\" cannot list resource \"nodes\"", errors.ToString());
        Assert.False(File.Exists(folder["none.json"]));
    }

    /// <summary>A cluster made by hand: what is special about names, one of each.</summary>
    [Fact]
    public void Names_that_hang_together_still_do()
    {
        var objects = new ClusterObjects();
        new KubeReader().ReadAny("""
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-a","labels":{"kubernetes.io/hostname":"node-a","topology.kubernetes.io/zone":"z1","acme.com/rack":"7","kubernetes.io/arch":"arm64"}},
             "spec":{"taints":[{"key":"acme.com/team","value":"blue","effect":"NoSchedule"}]},
             "status":{"allocatable":{"cpu":"4","acme.com/fpga":"2"},"images":[{"names":["registry.acme.com/web:latest","registry.acme.com/web@sha256:ab"],"sizeBytes":7}]}}
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-0","namespace":"shop","annotations":{"secret":"hunter2"}},
             "spec":{"schedulerName":"default-scheduler","containers":[{"name":"c","image":"registry.acme.com/web","resources":{"requests":{"cpu":"1","acme.com/fpga":"1"}}}],
              "nodeSelector":{"kubernetes.io/hostname":"node-a"},"volumes":[{"name":"scratch","ephemeral":{"volumeClaimTemplate":{"spec":{"storageClassName":"fast"}}}}],
              "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"acme.com/rack","operator":"Gt","values":["5"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["node-a"]}]}]}}},
              "tolerations":[{"key":"acme.com/team","operator":"Equal","value":"blue","effect":"NoSchedule"}]}}
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"web-0-scratch","namespace":"shop","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"web-0","uid":"u1"}],
             "annotations":{"volume.kubernetes.io/selected-node":"node-a"}},"spec":{"storageClassName":"fast","volumeName":"pv-1"}}
            {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv-1","labels":{"topology.kubernetes.io/zone":"z1__z2"}},"spec":{"storageClassName":"fast","claimRef":{"namespace":"shop","name":"web-0-scratch"}}}
            {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},"provisioner":"ebs.csi.aws.com"}
            """u8, objects);
        var anonymizer = new Scheduler.Host.Snapshots.Anonymizer(objects);
        var items = objects.All().Select(one => anonymizer.Rename(JsonNode.Parse(ObjectWriter.ToJson(one))!.AsObject())).ToArray();
        Verify.That(string.Join('\n', items.Select(item => item.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))));
        Assert.Empty(OldNames(objects, items.SelectMany(Texts)));
    }

    private async Task<int> Run(string token, string file, params string[] more)
    {
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(TestCertificates.AuthorityPem));
        var config = folder.Write("kubeconfig", KubeconfigFolder.Text($"server: 'https://127.0.0.1:{front.Port}', certificate-authority-data: {authority}", $"token: {token}"));
        return await Cli.RunAsync(["snapshot", "--kubeconfig", config, "--out", folder[file], .. more], new Terminal(output, errors), default);
    }

    /// <summary>Writes the objects of a dump straight into the store: the server's controllers and checks are not what this is about.</summary>
    private async Task Load(string dump)
    {
        await using var unzipped = new GZipStream(File.OpenRead(dump), CompressionMode.Decompress);
        var catalog = new ResourceCatalog(ApiSchema.Default);
        foreach (var item in JsonNode.Parse(unzipped)!["items"]!.AsArray())
        {
            var document = item!.AsObject();
            var kind = KubeKinds.Find(document.Text("apiVersion")!, document.Text("kind")!)!.Value.Info();
            var resource = catalog[kind.Group, kind.Plural.ToLowerInvariant()];
            await server.Store.Put(resource.Key(document.Namespace(), document.ObjectName()), ObjectStore.Serialize(resource, document), Expect.Anything);
        }
    }

    private static ReplayResult Replayed(ClusterObjects objects, string tieBreak)
    {
        var configuration = SchedulerConfiguration.Default(DefaultPlugins.Catalog, FeatureGates.Default);
        var input = ReplayInput.Build(objects, fromScratch: true, byPriority: false, name => name == SchedulerConfiguration.DefaultSchedulerName);
        CycleOptions options = new() { TieBreakByName = tieBreak == "name" };
        return new Replayer(new(input.Cluster, configuration.Profiles, DefaultPlugins.Catalog, FeatureGates.Default, options, TimeProvider.System), input).Run();
    }

    /// <summary>Pods and nodes by their place among the others: the order of names is the same.</summary>
    private static string[] Choices(ReplayResult result, ClusterObjects objects)
    {
        var nodes = objects.Nodes.Select(node => node.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        return [.. result.Pods.Select(pod => $"{pod.Kind} {(pod.Node is { Length: > 0 } node ? nodes.BinarySearch(node, StringComparer.Ordinal) : -1)}")];
    }

    private static IEnumerable<string> OldNames(ClusterObjects objects, IEnumerable<string> texts)
    {
        var old = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in objects.All())
        {
            old.UnionWith([one.Metadata.Name, one.Metadata.Namespace, one.Metadata.Uid]);
            foreach (var (key, value) in one.Metadata.Labels)
                if (!key.EndsWith("kubernetes.io/arch", StringComparison.Ordinal) && !key.EndsWith("kubernetes.io/os", StringComparison.Ordinal)) old.Add(value);
        }
        foreach (var pod in objects.Pods)
            foreach (var container in pod.Spec.Containers) old.UnionWith([container.Name, container.Image]);
        old.RemoveWhere(name => name.Length < 2 || long.TryParse(name, out _) || name is "true" or "false" or "system-node-critical" or "system-cluster-critical");
        return texts.SelectMany(text => text.Split('/', ':', ',', '_').Append(text)).Where(old.Contains).Distinct();
    }

    private static IEnumerable<string> TextsOf(string path)
    {
        using var unzipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return [.. JsonNode.Parse(unzipped)!["items"]!.AsArray().SelectMany(item => Texts(item!))];
    }

    /// <summary>All texts of an object, and the keys of its labels; what Kubernetes itself calls things is passed over.</summary>
    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonObject map => map.Where(field => field.Key is not ("apiVersion" or "kind") && field.Value is not null)
            .SelectMany(field => IsLabels(field.Key) && field.Value is JsonObject labels ? Texts(field.Value).Concat(labels.Select(label => label.Key)) : Texts(field.Value!)),
        JsonArray items => items.SelectMany(item => item is null ? [] : Texts(item)),
        _ => node.GetValueKind() == JsonValueKind.String ? [node.GetValue<string>()] : [],
    };

    private static bool IsLabels(string field) => field is "labels" or "matchLabels" or "nodeSelector" or "selector";
}
