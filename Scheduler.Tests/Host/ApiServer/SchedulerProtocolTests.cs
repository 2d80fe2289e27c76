using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer;

/// <summary>The requests that kube-scheduler v1.36 makes with its default flags, in protobuf, from start to preemption.</summary>
public sealed class SchedulerProtocolTests
{
    private const string Accept = "application/vnd.kubernetes.protobuf, */*";
    private const string Pods = "/api/v1/namespaces/default/pods";

    private static readonly string[] Watched =
    [
        "/api/v1/nodes", "/api/v1/namespaces", "/api/v1/services", "/api/v1/replicationcontrollers", "/api/v1/persistentvolumes",
        "/api/v1/persistentvolumeclaims", "/apis/apps/v1/replicasets", "/apis/apps/v1/statefulsets", "/apis/policy/v1/poddisruptionbudgets",
        "/apis/storage.k8s.io/v1/storageclasses", "/apis/storage.k8s.io/v1/csinodes", "/apis/storage.k8s.io/v1/csidrivers",
        "/apis/storage.k8s.io/v1/csistoragecapacities", "/apis/storage.k8s.io/v1/volumeattachments", "/apis/resource.k8s.io/v1/resourceclaims",
        "/apis/resource.k8s.io/v1/resourceslices", "/apis/resource.k8s.io/v1/deviceclasses",
    ];

    [Fact]
    public async Task Eighteen_informers_sync_in_protobuf()
    {
        await using var server = await TestServer.Start();
        await server.Create("/api/v1/nodes", TestServer.Document("v1", "Node", "n1"));
        foreach (var path in Watched.Append("/api/v1/pods"))
        {
            var selector = path == "/api/v1/pods" ? "&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed" : "";
            var response = await server.Send("GET", $"{path}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan{selector}", accept: Accept);
            Assert.Equal("application/vnd.kubernetes.protobuf;stream=watch", response.ContentType);
            var events = await Frames(response);
            Assert.Equal("BOOKMARK", events[^1].Type);
            Assert.Equal("true", events[^1].Object["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
            if (path == "/api/v1/nodes") Assert.Equal("n1", events[0].Object["metadata"]!["name"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task It_takes_its_lease_and_renews_it()
    {
        await using var server = await TestServer.Start();
        const string leases = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
        Assert.Equal(404, (await server.Send("GET", $"{leases}/kube-scheduler", accept: Accept)).Status);
        var lease = JsonNode.Parse("""{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"kube-scheduler","namespace":"kube-system"},"spec":{"holderIdentity":"a","leaseDurationSeconds":15,"acquireTime":"2026-01-01T00:00:00.000001Z","renewTime":"2026-01-01T00:00:00.000001Z","leaseTransitions":0}}""")!.AsObject();
        var held = await Send(server, "POST", leases, lease, 201);
        for (var i = 2; i < 5; i++)
        {
            held["spec"]!["renewTime"] = $"2026-01-01T00:00:0{i}.000001Z";
            held = await Send(server, "PUT", $"{leases}/kube-scheduler?timeout=5s", held, 200);
        }
        Assert.Equal("2026-01-01T00:00:04.000001Z", held["spec"]!["renewTime"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_binds_reports_and_preempts()
    {
        await using var server = await TestServer.Start();
        var pod = await server.CreatePod("p");
        var victim = TestServer.Pod("victim");
        victim["spec"]!["nodeName"] = "n1";
        await server.Create(Pods, victim);

        var binding = TestServer.Document("v1", "Binding", "p");
        binding["metadata"]!["namespace"] = "default";
        binding["metadata"]!["uid"] = pod["metadata"]!["uid"]!.DeepClone();
        binding["target"] = new JsonObject { ["kind"] = "Node", ["name"] = "n1" };
        await Send(server, "POST", $"{Pods}/p/binding", binding, 201);
        var told = JsonNode.Parse("""{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"p.17","namespace":"default"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"default-scheduler","reportingInstance":"default-scheduler-x","action":"Binding","reason":"Scheduled","regarding":{"kind":"Pod","namespace":"default","name":"p"},"note":"Successfully assigned default/p to n1","type":"Normal"}""")!.AsObject();
        await Send(server, "POST", "/apis/events.k8s.io/v1/namespaces/default/events", told, 201);

        var failure = JsonNode.Parse("""{"status":{"$setElementOrder/conditions":[{"type":"PodScheduled"}],"conditions":[{"lastProbeTime":null,"lastTransitionTime":"2026-01-01T00:00:00Z","message":"0/1 nodes are available","observedGeneration":1,"reason":"Unschedulable","status":"False","type":"PodScheduled"}],"nominatedNodeName":"n1"}}""")!;
        await server.CreatePod("q");
        var refused = await server.Send("PATCH", $"{Pods}/q/status", failure, MediaTypes.StrategicMergePatch, Accept);
        Assert.Equal("n1", ProtobufCodec.Decode(ApiSchema.Default, refused.Body.Span)["status"]!["nominatedNodeName"]!.GetValue<string>());

        var target = JsonNode.Parse("""{"status":{"$setElementOrder/conditions":[{"type":"DisruptionTarget"}],"conditions":[{"lastProbeTime":null,"lastTransitionTime":"2026-01-01T00:00:00Z","message":"preempting","reason":"PreemptionByScheduler","status":"True","type":"DisruptionTarget"}]}}""")!;
        Assert.Equal(200, (await server.Send("PATCH", $"{Pods}/victim/status", target, MediaTypes.StrategicMergePatch, Accept)).Status);
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        var going = await Send(server, "DELETE", $"{Pods}/victim", options, 200);
        Assert.NotNull(going["metadata"]!["deletionTimestamp"]);
    }

    private static async Task<JsonObject> Send(TestServer server, string method, string path, JsonObject document, int status)
    {
        var request = ApiRequest.Of(method, path, ProtobufCodec.Encode(ApiSchema.Default, document), MediaTypes.Protobuf, Accept) with { Caller = TestServer.Admin };
        var response = await server.Server.HandleAsync(request);
        Assert.True(status == response.Status, $"{method} {path}: {response.Status} {Encoding.UTF8.GetString(response.Body.Span)}");
        Assert.Equal(MediaTypes.Protobuf, response.ContentType);
        return ProtobufCodec.Decode(ApiSchema.Default, response.Body.Span);
    }

    /// <summary>What a watch tells before it has to wait.</summary>
    private static async Task<List<(string Type, JsonObject Object)>> Frames(ApiResponse response)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var gone = new CancellationTokenSource();
        var stream = response.Stream!(pipe.Writer, gone.Token);
        await gone.CancelAsync();
        await stream;
        await pipe.Writer.CompleteAsync();
        using var bytes = new MemoryStream();
        await pipe.Reader.CopyToAsync(bytes);
        var rest = bytes.ToArray().AsMemory();
        var events = new List<(string, JsonObject)>();
        while (!rest.IsEmpty)
        {
            var taken = ProtobufCodec.TryDecodeWatchFrame(ApiSchema.Default, rest.Span, out var type, out var document);
            events.Add((type, document!));
            rest = rest[taken..];
        }
        return events;
    }
}
