using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Validation;

namespace Scheduler.Tests.Host.ApiServer.Validation;

public sealed class DefaultsTests
{
    [Fact]
    public void Objects_of_the_reference_server_have_all_their_defaults()
    {
        foreach (JsonObject vector in ApiFixtures.Lines("api/protobuf-vectors.jsonl.gz"))
        {
            if (vector["json"] is not JsonObject stored || !ApiFixtures.Schema.TryFindKind((string)stored["apiVersion"]!, (string)stored["kind"]!, out ApiResource? resource))
                continue;
            var defaulted = (JsonObject)stored.DeepClone();
            Defaults.Apply(resource, defaulted);
            ApiFixtures.AssertSame(stored, defaulted, (string)vector["path"]!);
        }
    }

    [Fact]
    public void What_clients_created_gets_the_defaults_that_the_reference_server_gave_it()
    {
        int compared = 0;
        foreach ((JsonObject request, JsonObject answer) in Creations())
        {
            ApiResource resource = ApiFixtures.Resource((string)request["apiVersion"]!, (string)request["kind"]!);
            JsonObject document = ApiFixtures.Read(Without(request, "foo").ToJsonString());
            Defaults.Apply(resource, document);
            foreach ((string name, JsonNode? expected) in answer)
            {
                if (name is not ("metadata" or "status" or "kind" or "apiVersion"))
                    ApiFixtures.AssertSame(WithoutAdmission(expected), WithoutAdmission(document[name]), $"{resource} {document.Name()} {name}");
            }

            compared++;
        }

        Assert.InRange(compared, 25, 100);
    }

    [Theory]
    [InlineData("nginx", "Always")]
    [InlineData("nginx:latest", "Always")]
    [InlineData("nginx:1.21", "IfNotPresent")]
    [InlineData("registry.example:5000/nginx", "Always")]
    [InlineData("registry.example:5000/nginx:1", "IfNotPresent")]
    [InlineData("nginx@sha256:0123456789012345678901234567890123456789012345678901234567890123", "IfNotPresent")]
    public void The_pull_policy_follows_the_tag(string image, string policy)
    {
        JsonObject pod = Pod($$"""{"containers":[{"name":"c","image":"{{image}}"}]}""");
        Assert.Equal(policy, pod["spec"]!["containers"]![0].Text("imagePullPolicy"));
    }

    [Fact]
    public void Requests_of_pods_follow_from_limits_but_not_those_of_templates()
    {
        JsonObject pod = Pod("""{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m"}}}]}""");
        Assert.Equal("""{"cpu":"500m","memory":"1Gi"}""", ApiFixtures.Text(pod["spec"]!["containers"]![0]!["resources"]!["requests"]));

        JsonObject deployment = ApiFixtures.Read(
            """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1"}}}]}}}}""");
        Defaults.Apply(ApiFixtures.Resource("apps/v1", "Deployment"), deployment);
        Assert.Null(deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["requests"]);
    }

    [Fact]
    public void Pods_of_the_host_network_take_their_ports_on_the_host()
    {
        JsonObject pod = Pod("""{"hostNetwork":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}]}""");
        Assert.Equal(80, pod["spec"]!["containers"]![0]!["ports"]![0].Int("hostPort"));
    }

    [Fact]
    public void Text_data_of_secrets_becomes_data()
    {
        JsonObject secret = ApiFixtures.Read("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"p":"x"}}""");
        Defaults.Apply(ApiFixtures.Resource("v1", "Secret"), secret);
        Assert.Equal("eA==", secret.Text("data", "p"));
        Assert.Null(secret["stringData"]);
        Assert.Equal("Opaque", secret.Text("type"));
    }

    private static JsonObject Pod(string spec)
    {
        JsonObject pod = ApiFixtures.Read($$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{{spec}}}""");
        Defaults.Apply(ApiFixtures.Resource("v1", "Pod"), pod);
        return pod;
    }

    private static IEnumerable<(JsonObject Request, JsonObject Answer)> Creations() =>
        from file in new[] { "wire/edge.jsonl.gz", "wire/kubectl.jsonl.gz" }
        from line in ApiFixtures.Lines(file)
        let request = line["request"]!["body"] as JsonObject
        let answer = line["response"]!["body"] as JsonObject
        where (string)line["request"]!["method"]! == "POST" && (int)line["response"]!["status"]! == 201
        where request?["kind"] is not null && answer?["kind"] is not null && (string)request["kind"]! == (string)answer["kind"]!
        where ((string)request["apiVersion"]!).EndsWith("example.com/v1", StringComparison.Ordinal) is false
        where (string)request["kind"]! is not ("CustomResourceDefinition" or "SelfSubjectRulesReview")
        select (request, answer);

    private static JsonObject Without(JsonObject document, string name)
    {
        (document["spec"] as JsonObject)?.Remove(name);
        return document;
    }

    /// <summary>What admission and allocation add is not a default.</summary>
    private static JsonNode? WithoutAdmission(JsonNode? node)
    {
        if (node?.DeepClone() is not JsonObject spec)
            return node;
        foreach (string name in new[] { "priority", "preemptionPolicy", "tolerations", "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy" })
            spec.Remove(name);
        foreach (JsonObject container in spec["containers"].Objects())
            container.Remove("resources");
        if (spec.Object("template", "metadata", "labels") is { } labels && labels.Any(l => l.Key.EndsWith("controller-uid", StringComparison.Ordinal)))
        {
            spec.Object("template", "metadata")!.Remove("labels");
            spec.Remove("selector");
        }

        return spec;
    }
}
