using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;

namespace Scheduler.Tests.Host.ApiServer.Selectors;

public sealed class FieldSelectorTests
{
    private static readonly JsonObject Pod = (JsonObject)JsonNode.Parse(
        """{"metadata":{"name":"p","namespace":"d"},"spec":{"nodeName":"n"},"status":{"phase":"Running"}}""")!;

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=p", true)]
    [InlineData("metadata.name==p,metadata.namespace!=x", true)]
    [InlineData("status.phase!=Succeeded,status.phase!=Failed", true)]
    [InlineData("spec.nodeName=", false)]
    [InlineData("spec.hostNetwork=false", true)]
    [InlineData("status.podIP=", true)]
    public void Pods_are_selected_by_their_fields(string text, bool matches) =>
        Assert.Equal(matches, FieldSelector.Parse(text, ApiFixtures.Resource("v1", "Pod")).Matches(Pod));

    [Theory]
    [InlineData("v1", "Pod", "spec.foo=bar", "field label not supported: spec.foo")]
    [InlineData("v1", "ConfigMap", "data=x", "\"data\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("v1", "Pod", "what", "invalid selector: 'what'; can't understand 'what'")]
    public void Other_fields_are_refused(string apiVersion, string kind, string text, string message) =>
        Assert.Equal(message, Assert.Throws<ApiDataException>(() => FieldSelector.Parse(text, ApiFixtures.Resource(apiVersion, kind))).Message);

    [Fact]
    public void Events_of_both_groups_are_selected_by_what_they_are_about()
    {
        var old = (JsonObject)JsonNode.Parse("""{"involvedObject":{"name":"p","kind":"Pod"},"source":{"component":"s"}}""")!;
        var recent = (JsonObject)JsonNode.Parse("""{"regarding":{"name":"p","kind":"Pod"},"reportingController":"s"}""")!;
        foreach (JsonObject document in new[] { old, recent })
        {
            Assert.True(FieldSelector.Parse("involvedObject.name=p,source=s", ApiFixtures.Resource("v1", "Event")).Matches(document));
            Assert.True(FieldSelector.Parse("regarding.kind=Pod", ApiFixtures.Resource("events.k8s.io/v1", "Event")).Matches(document));
        }
    }

    [Fact]
    public void A_demanded_name_is_known() =>
        Assert.Equal("p", FieldSelector.Parse("metadata.name=p", ApiFixtures.Resource("v1", "Pod")).RequiredValue("metadata.name"));
}
