using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Verbs;

public sealed class CreatorTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task One_seed_makes_the_same_names_and_uids()
    {
        var first = await Run();
        var second = await Run();
        Assert.Equal(first, second);

        static async Task<string> Run()
        {
            await using var server = await TestServer.Start();
            var pod = TestServer.Pod("x");
            pod["metadata"] = new JsonObject { ["generateName"] = "web-" };
            var made = await server.Create(Pods, pod);
            Assert.Matches("^web-[bcdfghjklmnpqrstvwxz2456789]{5}$", made["metadata"]!["name"]!.GetValue<string>());
            return made.ToJsonString();
        }
    }

    [Fact]
    public async Task Every_resource_of_the_table_can_be_listed_and_watched_if_it_says_so()
    {
        await using var server = await TestServer.Start();
        foreach (var resource in Scheduler.Host.ApiServer.Schema.ApiSchema.Default.Resources.Where(resource => resource.Can("list")))
        {
            var path = (resource.Group.Length == 0 ? "/api/v1/" : $"/apis/{resource.ApiVersion}/") + resource.Name;
            var list = await server.Get(path);
            Assert.Equal(resource.Kind + "List", list["kind"]!.GetValue<string>());
            if (!resource.Can("watch")) continue;
            await using var watch = await server.Watch($"{path}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
            string? text;
            do text = await watch.NextText();
            while (text is not null && text.StartsWith("ADDED", StringComparison.Ordinal));
            Assert.Equal("BOOKMARK", text);
        }
    }

    [Fact]
    public async Task Events_and_autoscalers_are_one_object_in_both_of_their_versions()
    {
        await using var server = await TestServer.Start();
        var made = JsonNode.Parse("""{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"x","reportingInstance":"y","action":"Bind","reason":"Scheduled","type":"Normal","note":"told","regarding":{"kind":"Pod","name":"p","namespace":"default"}}""")!.AsObject();
        await server.Create("/apis/events.k8s.io/v1/namespaces/default/events", made);
        var core = await server.Get("/api/v1/namespaces/default/events/e");
        Assert.Equal("told", core["message"]!.GetValue<string>());
        Assert.Equal("p", core["involvedObject"]!["name"]!.GetValue<string>());
        Assert.Single((await server.Get("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dp"))["items"]!.AsArray());
        Assert.Single((await server.Get("/apis/events.k8s.io/v1/namespaces/default/events?fieldSelector=regarding.name%3Dp"))["items"]!.AsArray());

        var older = JsonNode.Parse("""{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":3,"targetCPUUtilizationPercentage":70}}""")!.AsObject();
        await server.Create("/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers", older);
        var newer = await server.Get("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/h");
        Assert.Equal(70, newer["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!.GetValue<int>());
        var again = await server.Get("/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers/h");
        Assert.Equal(70, again["spec"]!["targetCPUUtilizationPercentage"]!.GetValue<int>());
    }

    [Fact]
    public async Task Events_disappear_after_an_hour()
    {
        await using var server = await TestServer.Start();
        var made = JsonNode.Parse("""{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"reason":"r","message":"m","type":"Normal","involvedObject":{"kind":"Pod","name":"p","namespace":"default"}}""")!.AsObject();
        await server.Create("/api/v1/namespaces/default/events", made);
        server.Clock.Advance(TimeSpan.FromMinutes(61));
        await server.Refused(404, "GET", "/api/v1/namespaces/default/events/e");
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a%b")]
    public async Task Names_that_would_leave_their_place_are_refused(string name)
    {
        await using var server = await TestServer.Start();
        var response = await server.Send("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", TestServer.Document("rbac.authorization.k8s.io/v1", "ClusterRole", name));
        Assert.Equal(422, response.Status);
    }

    [Fact]
    public async Task Services_get_addresses_and_ports_of_their_own()
    {
        await using var server = await TestServer.Start();
        var addresses = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var service = TestServer.Document("v1", "Service", $"s{i}");
            service["spec"] = JsonNode.Parse("""{"type":"NodePort","ports":[{"port":80}]}""");
            var made = await server.Create("/api/v1/namespaces/default/services", service);
            Assert.True(addresses.Add(made["spec"]!["clusterIP"]!.GetValue<string>()));
            Assert.True(addresses.Add(made["spec"]!["ports"]![0]!["nodePort"]!.ToString()));
        }
        var taken = TestServer.Document("v1", "Service", "taken");
        taken["spec"] = JsonNode.Parse("""{"clusterIP":"10.0.0.1","ports":[{"port":80}]}""");
        await server.Refused(422, "POST", "/api/v1/namespaces/default/services", taken);
    }

    [Fact]
    public async Task A_gated_pod_says_that_it_waits_for_its_gates()
    {
        await using var server = await TestServer.Start();
        var pod = TestServer.Pod("gated");
        pod["spec"]!["schedulingGates"] = new JsonArray(new JsonObject { ["name"] = "example.com/hold" });
        var made = await server.Create("/api/v1/namespaces/default/pods", pod);
        var condition = made["status"]!["conditions"]!.AsArray().Single()!;
        Assert.Equal(["PodScheduled", "False", "SchedulingGated"], new[] { "type", "status", "reason" }.Select(field => condition[field]!.GetValue<string>()));
        var table = await server.Get("/api/v1/namespaces/default/pods/gated", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal("SchedulingGated", table["rows"]![0]!["cells"]![2]!.GetValue<string>());
    }
}
