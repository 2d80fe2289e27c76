using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;

namespace Scheduler.Tests.Host.ApiServer.Selectors;

public class FieldScanTests
{
    [Theory]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a","labels":{"name":"b"}},"spec":{"containers":[{"nodeName":"x"}],"nodeName":"n"},"status":{"phase":"Running"}}""")]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a"},"spec":{},"status":{}}""")]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a"}}""")]
    public void Bytes_and_documents_give_the_same_answers(string pod)
    {
        Assert.True(ApiSchema.Default.TryFindResource("", "v1", "pods", out ApiResource? pods));
        foreach (string text in (string[])["spec.nodeName=n", "spec.nodeName!=n", "spec.nodeName=", "spec.nodeName!=", "status.phase!=Succeeded,status.phase!=Failed", "metadata.name=a", "metadata.name=b"])
        {
            FieldSelector selector = FieldSelector.Parse(text, pods);
            Assert.True(selector.ScansBytes);
            Assert.Equal(selector.Matches(JsonNode.Parse(pod)!.AsObject()), selector.MatchesBytes(Encoding.UTF8.GetBytes(pod)));
        }
    }
}
