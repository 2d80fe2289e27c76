using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Subresources;

namespace Scheduler.Tests.Host.ApiServer.Subresources;

/// <summary>Both ways to bind leave the same bytes, and what is unusual goes the long way.</summary>
public class BindingSpliceTests
{
    private static readonly KeyValuePair<string, string>[] Zone = [new("topology.kubernetes.io/zone", "z\"1")];

    [Theory]
    [InlineData("""{"kind":"Pod","metadata":{"name":"p","uid":"u"},"spec":{},"status":{}}""", """{"kind":"Pod","metadata":{"name":"p","uid":"u","labels":{"topology.kubernetes.io/zone":"z\"1"}},"spec":{"nodeName":"n"},"status":{"conditions":[{"type":"PodScheduled","lastTransitionTime":"T","status":"True","lastProbeTime":null}]}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"b"}},"spec":{"x":[{"nodeName":"other"}]},"status":{"conditions":[{"type":"A","x":{"type":"PodScheduled"}}],"phase":"Pending"}}""", """{"metadata":{"labels":{"a":"b","topology.kubernetes.io/zone":"z\"1"}},"spec":{"x":[{"nodeName":"other"}],"nodeName":"n"},"status":{"conditions":[{"type":"A","x":{"type":"PodScheduled"}},{"type":"PodScheduled","lastTransitionTime":"T","status":"True","lastProbeTime":null}],"phase":"Pending"}}""")]
    public void What_a_binding_adds_is_put_in_its_places(string pod, string bound) =>
        Assert.Equal(bound, Encoding.UTF8.GetString(BindingSplice.TryAssign(Encoding.UTF8.GetBytes(pod), "", "n", Zone, "T")!));

    [Theory]
    [InlineData("""{"metadata":{"uid":"other"},"spec":{},"status":{}}""")]
    [InlineData("""{"metadata":{"uid":"u","deletionTimestamp":"T"},"spec":{},"status":{}}""")]
    [InlineData("""{"metadata":{"labels":{"topology.kubernetes.io/zone":"y"}},"spec":{},"status":{}}""")]
    [InlineData("""{"metadata":{},"spec":{"nodeName":"n"},"status":{}}""")]
    [InlineData("""{"metadata":{},"spec":{"schedulingGates":[]},"status":{}}""")]
    [InlineData("""{"metadata":{},"spec":{},"status":{"nominatedNodeName":"n"}}""")]
    [InlineData("""{"metadata":{},"spec":{},"status":{"conditions":[{"status":"False","type":"PodScheduled"}]}}""")]
    [InlineData("""{"metadata":{},"spec":{}}""")]
    public void What_is_unusual_is_left_to_the_long_way(string pod) =>
        Assert.Null(BindingSplice.TryAssign(Encoding.UTF8.GetBytes(pod), "u", "n", Zone, "T"));

    [Fact]
    public async Task Both_ways_leave_the_same_pod()
    {
        await using TestServer server = await TestServer.Start();
        await server.Create("/api/v1/nodes", JsonNode.Parse("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"topology.kubernetes.io/zone":"z"}}}""")!.AsObject());
        string[] bound = [await Bind("", "short"), await Bind(""","annotations":{}""", "long")];
        Assert.Equal(bound[0], bound[1].Replace("long", "short", StringComparison.Ordinal));

        async Task<string> Bind(string more, string name)
        {
            await server.CreatePod(name, "app=x");
            TestServer.Body(await server.Send("POST", $"/api/v1/namespaces/default/pods/{name}/binding", JsonNode.Parse(
                $$$"""{"apiVersion":"v1","kind":"Binding","metadata":{"name":"{{{name}}}"{{{more}}} },"target":{"kind":"Node","name":"n"} }""")), 201);
            JsonObject pod = await server.Get($"/api/v1/namespaces/default/pods/{name}");
            foreach (string field in (string[])["uid", "resourceVersion"]) pod["metadata"]!.AsObject().Remove(field);
            return pod.ToJsonString();
        }
    }
}
