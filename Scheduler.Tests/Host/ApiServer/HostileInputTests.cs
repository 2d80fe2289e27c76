using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer;

/// <summary>Whatever is sent, the answer is an answer: never a 500, never a stack trace.</summary>
public sealed class HostileInputTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Theory]
    [InlineData("/api/v1/namespaces/../pods")]
    [InlineData("/api/v1/namespaces/%2e%2e/pods/x")]
    [InlineData("/api/v1/namespaces/default/pods/..%2f..%2fnodes")]
    [InlineData("/api/v1/namespaces/default/pods/%00")]
    [InlineData("/api/v1//pods")]
    [InlineData("/api/v1/namespaces/default/pods/a/b/c/d")]
    [InlineData("//etc/passwd")]
    [InlineData("/api/v1/namespaces/default/secrets/%ff%fe")]
    [InlineData("api/v1/pods")]
    [InlineData("/apis/%2e/v1/x")]
    public async Task Tricks_with_paths_lead_nowhere(string path)
    {
        await using var server = await TestServer.Start();
        var response = await server.Send("GET", path);
        Assert.Equal(404, response.Status);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var server = await TestServer.Start();
        var request = ApiRequest.Of("POST", Pods, new byte[(3 << 20) + 1], MediaTypes.Json) with { Caller = TestServer.Admin };
        Assert.Equal(413, (await server.Server.HandleAsync(request)).Status);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public async Task Deep_documents_are_refused(char open, char close)
    {
        await using var server = await TestServer.Start();
        var step = open == '{' ? "{\"a\":" : "[";
        var deep = string.Concat(Enumerable.Repeat(step, 100_000)) + "1" + new string(close, 100_000);
        foreach (var (method, type) in ((string, string)[])[("POST", MediaTypes.Json), ("POST", MediaTypes.Yaml), ("PATCH", MediaTypes.MergePatch), ("PATCH", MediaTypes.StrategicMergePatch), ("PATCH", MediaTypes.JsonPatch)])
        {
            var path = method == "POST" ? Pods : "/api/v1/namespaces/default";
            var request = ApiRequest.Of(method, path, Encoding.UTF8.GetBytes(deep), type) with { Caller = TestServer.Admin };
            Assert.InRange((await server.Server.HandleAsync(request)).Status, 400, 422);
        }
    }

    [Fact]
    public async Task Ten_thousand_mutated_requests_are_all_answered_without_a_fault_of_ours()
    {
        const int seed = 20260101;
        var random = new Random(seed);
        await using var server = await TestServer.Start();
        await server.CreatePod("a", "app=x");
        await server.Create("/apis/apps/v1/namespaces/default/deployments", Verbs.UpdaterTests.Deployment("d"));
        var seeds = Seeds();
        for (var i = 0; i < 10_000; i++)
        {
            var (method, path, type, body) = seeds[random.Next(seeds.Count)];
            var request = ApiRequest.Of(method, random.Next(8) == 0 ? MutatedQuery(path, random) : path, Mutated(body, random), type) with { Caller = TestServer.Admin };
            var response = await server.Server.HandleAsync(request);
            var text = Encoding.UTF8.GetString(response.Body.Span);
            // A version that is no number is a 500 in the reference server too, and names the mistake.
            var known = text.Contains("strconv.ParseUint") || text.Contains("target.");
            Assert.True(response.Status < 500 || known, $"seed {seed}, request {i}: {method} {request.Path}?{request.Query} {response.Status} {text}\n{Encoding.UTF8.GetString(request.Body.Span)}");
            Assert.DoesNotContain("   at ", text);
        }
    }

    private static List<(string Method, string Path, string Type, byte[] Body)> Seeds()
    {
        var pod = TestServer.Pod("fuzz", "app=x");
        pod["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"100m","memory":"1Gi"},"limits":{"cpu":"1"}}""");
        pod["spec"]!["tolerations"] = JsonNode.Parse("""[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}]""");
        pod["spec"]!["affinity"] = JsonNode.Parse("""{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":["x"]}]}]}}}""");
        var service = TestServer.Document("v1", "Service", "s");
        service["spec"] = JsonNode.Parse("""{"ports":[{"port":80,"targetPort":"http"}],"type":"NodePort"}""");
        var lease = JsonNode.Parse("""{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l"},"spec":{"holderIdentity":"a","renewTime":"2026-01-01T00:00:00.000000Z"}}""")!.AsObject();
        const string apps = "/apis/apps/v1/namespaces/default/deployments";
        return
        [
            ("POST", $"{Pods}?fieldValidation=Strict", MediaTypes.Json, Utf8(pod)),
            ("POST", Pods, MediaTypes.Yaml, Utf8(pod)),
            ("POST", Pods, MediaTypes.Protobuf, ProtobufCodec.Encode(ApiSchema.Default, pod)),
            ("POST", "/api/v1/namespaces/default/services", MediaTypes.Json, Utf8(service)),
            ("POST", apps, MediaTypes.Json, Utf8(Verbs.UpdaterTests.Deployment("fuzz"))),
            ("POST", "/apis/coordination.k8s.io/v1/namespaces/default/leases", MediaTypes.Json, Utf8(lease)),
            ("POST", "/apis/coordination.k8s.io/v1/namespaces/default/leases", MediaTypes.Protobuf, ProtobufCodec.Encode(ApiSchema.Default, lease)),
            ("POST", $"{Pods}/a/binding", MediaTypes.Json, """{"target":{"kind":"Node","name":"n"}}"""u8.ToArray()),
            ("POST", $"{Pods}/a/eviction", MediaTypes.Json, """{"deleteOptions":{"gracePeriodSeconds":1}}"""u8.ToArray()),
            ("PUT", $"{Pods}/a", MediaTypes.Json, Utf8(TestServer.Pod("a", "app=x"))),
            ("PUT", $"{apps}/d/scale", MediaTypes.Json, """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":2}}"""u8.ToArray()),
            ("PATCH", $"{Pods}/a", MediaTypes.StrategicMergePatch, """{"metadata":{"labels":{"x":"y"}},"spec":{"$setElementOrder/containers":[{"name":"c"}],"containers":[{"name":"c","image":"j"}]}}"""u8.ToArray()),
            ("PATCH", $"{Pods}/a/status", MediaTypes.StrategicMergePatch, """{"status":{"conditions":[{"type":"Ready","status":"True","$patch":"merge"}],"$retainKeys":["conditions"]}}"""u8.ToArray()),
            ("PATCH", $"{apps}/d", MediaTypes.MergePatch, """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"j"}]}},"replicas":null}}"""u8.ToArray()),
            ("PATCH", $"{apps}/d", MediaTypes.JsonPatch, """[{"op":"replace","path":"/spec/replicas","value":3},{"op":"add","path":"/metadata/labels","value":{"a":"b"}},{"op":"test","path":"/spec/replicas","value":3},{"op":"move","from":"/metadata/labels/a","path":"/metadata/labels/c"}]"""u8.ToArray()),
            ("DELETE", $"{Pods}/b", MediaTypes.Json, """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Foreground","preconditions":{"uid":"x"}}"""u8.ToArray()),
            ("GET", $"{Pods}?labelSelector=app%20in%20(x,y),!z&limit=1&resourceVersion=5", MediaTypes.Json, []),
            ("GET", $"{Pods}?fieldSelector=spec.nodeName%3Dn,status.phase!%3DFailed&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NSwic3RhcnQiOiJhIn0", MediaTypes.Json, []),
            ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", MediaTypes.Json, """{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}"""u8.ToArray()),
        ];
    }

    private static byte[] Utf8(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    private static readonly string[] Snippets =
        ["null", "{}", "[]", "-1", "1e999", "\"\"", "true", "\"\\ud800\"", "99999999999999999999", "\"a\":", ",", "{\"$patch\":\"delete\"}", "\"$patch\":\"replace\"", "[[", "\u0000", "\"metadata\":null", "\"spec\":[]"];

    private static byte[] Mutated(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var changes = random.Next(4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)])); break;
                case 4: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(40)).ToList()); break;
                default: ReplaceValue(bytes, at, random); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Puts something else where a JSON value begins: such bodies get further than torn ones.</summary>
    private static void ReplaceValue(List<byte> bytes, int at, Random random)
    {
        var colon = bytes.IndexOf((byte)':', at);
        if (colon < 0) return;
        var end = bytes.FindIndex(colon, letter => letter is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0) return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Snippets[random.Next(8)]));
    }

    private static string MutatedQuery(string path, Random random)
    {
        string[] names = ["limit", "continue", "resourceVersion", "resourceVersionMatch", "labelSelector", "fieldSelector", "dryRun", "fieldValidation", "gracePeriodSeconds", "propagationPolicy", "fieldManager"];
        string[] values = ["", "-1", "abc", "99999999999999999999", "a in (", "=", "All", "Exact", "%FF", "a%00b", "!", "metadata.name=x/../y", "eyJ9"];
        var query = $"{names[random.Next(names.Length)]}={values[random.Next(values.Length)]}";
        return path.Contains('?') ? $"{path}&{query}" : $"{path}?{query}";
    }
}
