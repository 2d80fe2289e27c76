using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Admission;

public sealed class AdmissionTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task A_priority_class_becomes_numbers_and_an_unknown_one_is_refused()
    {
        await using var server = await TestServer.Start();
        var pod = TestServer.Pod("a");
        pod["spec"]!["priorityClassName"] = "system-node-critical";
        Assert.Equal(2_000_001_000, (await server.Create(Pods, pod))["spec"]!["priority"]!.GetValue<int>());
        var unknown = TestServer.Pod("b");
        unknown["spec"]!["priorityClassName"] = "none";
        var refused = await server.Refused(403, "POST", Pods, unknown);
        Assert.Equal("pods \"b\" is forbidden: no PriorityClass with name none was found", refused["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_default_class_is_for_pods_that_name_none()
    {
        await using var server = await TestServer.Start();
        var normal = TestServer.Document("scheduling.k8s.io/v1", "PriorityClass", "normal");
        normal["value"] = 7;
        normal["globalDefault"] = true;
        await server.Create("/apis/scheduling.k8s.io/v1/priorityclasses", normal);
        var pod = await server.CreatePod("a");
        Assert.Equal("normal", pod["spec"]!["priorityClassName"]!.GetValue<string>());
        Assert.Equal(7, pod["spec"]!["priority"]!.GetValue<int>());
        normal["metadata"]!["name"] = "other";
        await server.Refused(403, "POST", "/apis/scheduling.k8s.io/v1/priorityclasses", normal);
    }

    [Fact]
    public async Task New_nodes_get_no_pods_yet()
    {
        await using var server = await TestServer.Start();
        var node = await server.Create("/api/v1/nodes", TestServer.Document("v1", "Node", "n"));
        Assert.Equal("node.kubernetes.io/not-ready", node["spec"]!["taints"]![0]!["key"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_pod_takes_its_overhead_and_its_place_from_its_runtime_class()
    {
        await using var server = await TestServer.Start();
        var runtime = JsonNode.Parse("""{"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"kata"},"handler":"kata","overhead":{"podFixed":{"cpu":"250m"}},"scheduling":{"nodeSelector":{"kata":"yes"},"tolerations":[{"key":"kata","operator":"Exists"}]}}""")!.AsObject();
        await server.Create("/apis/node.k8s.io/v1/runtimeclasses", runtime);
        var pod = TestServer.Pod("a");
        pod["spec"]!["runtimeClassName"] = "kata";
        var spec = (await server.Create(Pods, pod))["spec"]!;
        Assert.Equal("250m", spec["overhead"]!["cpu"]!.GetValue<string>());
        Assert.Equal("yes", spec["nodeSelector"]!["kata"]!.GetValue<string>());
        Assert.Contains(spec["tolerations"]!.AsArray(), one => one!["key"]!.GetValue<string>() == "kata");
        pod["spec"]!["runtimeClassName"] = "none";
        await server.Refused(403, "POST", Pods, pod);
    }

    [Fact]
    public async Task Limit_ranges_give_defaults_and_set_bounds()
    {
        await using var server = await TestServer.Start();
        var range = JsonNode.Parse("""{"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"lr"},"spec":{"limits":[{"type":"Container","default":{"cpu":"200m"},"defaultRequest":{"cpu":"50m"},"max":{"cpu":"1"}}]}}""")!.AsObject();
        await server.Create("/api/v1/namespaces/default/limitranges", range);
        var made = await server.CreatePod("a");
        Assert.Equal("50m", made["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]!.GetValue<string>());
        Assert.Equal("Burstable", made["status"]!["qosClass"]!.GetValue<string>());
        Assert.Contains("cpu request for container c", made["metadata"]!["annotations"]!["kubernetes.io/limit-ranger"]!.GetValue<string>());
        var large = TestServer.Pod("b");
        large["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"limits":{"cpu":"2"}}""");
        var refused = await server.Refused(403, "POST", Pods, large);
        Assert.Contains("maximum cpu usage per Container is 1, but limit is 2", refused["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_pod_runs_as_a_service_account_that_exists_and_finds_its_token()
    {
        await using var server = await TestServer.Start(TestServer.Options with { AdmissionOff = new HashSet<string>() });
        var refused = await server.Refused(403, "POST", Pods, TestServer.Pod("a"));
        Assert.Contains("error looking up service account default/default", refused["message"]!.GetValue<string>());
        var unnamed = TestServer.Pod("");
        unnamed["metadata"] = new JsonObject { ["generateName"] = "web-" };
        Assert.StartsWith("pods \"web-\" is forbidden", (await server.Refused(403, "POST", Pods, unnamed))["message"]!.GetValue<string>());
        await server.Create("/api/v1/namespaces/default/serviceaccounts", TestServer.Document("v1", "ServiceAccount", "default"));
        var spec = (await server.CreatePod("a"))["spec"]!;
        Assert.Equal("default", spec["serviceAccountName"]!.GetValue<string>());
        var volume = Assert.Single(spec["volumes"]!.AsArray())!;
        Assert.StartsWith("kube-api-access-", volume["name"]!.GetValue<string>());
        Assert.Equal(volume["name"]!.GetValue<string>(), spec["containers"]![0]!["volumeMounts"]![0]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Claims_without_a_class_get_the_default_one()
    {
        await using var server = await TestServer.Start();
        var storage = JsonNode.Parse("""{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"x"}""")!.AsObject();
        await server.Create("/apis/storage.k8s.io/v1/storageclasses", storage);
        var claim = JsonNode.Parse("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""")!.AsObject();
        var made = await server.Create("/api/v1/namespaces/default/persistentvolumeclaims", claim);
        Assert.Equal("fast", made["spec"]!["storageClassName"]!.GetValue<string>());
        Assert.Equal("kubernetes.io/pvc-protection", made["metadata"]!["finalizers"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task An_address_is_free_again_when_its_service_is_deleted_and_after_a_dry_run()
    {
        await using var server = await TestServer.Start();
        const string path = "/api/v1/namespaces/default/services";
        JsonObject Service() => JsonNode.Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"clusterIP":"10.0.7.7","ports":[{"port":80}]}}""")!.AsObject();
        await server.Create($"{path}?dryRun=All", Service());
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 3; i++)
        {
            await server.Create(path, Service());
            await server.Delete($"{path}/s");
        }
    }

    [Fact]
    public async Task The_clusters_own_objects_come_back()
    {
        await using var server = await TestServer.Start();
        using var stop = new CancellationTokenSource();
        var keeping = server.Server.KeepAsync(stop.Token);
        await server.Delete("/api/v1/namespaces/default/services/kubernetes");
        await using var watch = await server.Watch($"/api/v1/services?watch=true&resourceVersion={(await server.Get("/api/v1/services"))["metadata"]!["resourceVersion"]}");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("ADDED kubernetes", await watch.NextText());
        await stop.CancelAsync();
        await keeping;
    }
}
