using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.OpenApi;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer.OpenApi;

public sealed class OpenApiDocumentsTests
{
    private static readonly OpenApiDocuments Documents = new(ApiFixtures.Schema);

    [Fact]
    public void The_root_leads_to_every_group_version()
    {
        var paths = (JsonObject)JsonNode.Parse(Documents.Root())!["paths"]!;
        Assert.Equal(ApiFixtures.Schema.Resources.Select(r => r.ApiVersion).Distinct().Count(), paths.Count);
        Assert.StartsWith("/openapi/v3/apis/apps/v1?hash=", paths["apis/apps/v1"].Text("serverRelativeURL"));
        Assert.Null(Documents.GroupVersion("apis/nope/v1"));
    }

    [Fact]
    public void Every_resource_that_can_be_patched_says_that_fields_can_be_validated()
    {
        foreach (ApiResource resource in ApiFixtures.Schema.Resources.Where(r => r.Can("patch")))
        {
            JsonObject document = Document(resource);
            JsonObject patch = ((JsonObject)document["paths"]!).Select(p => p.Value!["patch"]).OfType<JsonObject>()
                .First(p => p["x-kubernetes-group-version-kind"].Text("kind") == resource.Kind);
            Assert.Contains("fieldValidation", patch["parameters"].Objects().Select(p => p.Text("name")));
        }
    }

    [Fact]
    public void Every_reference_leads_to_a_schema()
    {
        foreach (string path in Documents.Paths)
        {
            var document = (JsonObject)JsonNode.Parse(Documents.GroupVersion(path)!)!;
            var schemas = (JsonObject)document["components"]!["schemas"]!;
            foreach (string reference in References(document))
                Assert.True(schemas.ContainsKey(reference["#/components/schemas/".Length..]), $"{path}: {reference}");
        }
    }

    [Fact]
    public void Lists_say_how_they_are_merged()
    {
        JsonObject document = Document(ApiFixtures.Resource("v1", "Pod"));
        JsonNode containers = document["components"]!["schemas"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal(("merge", "name", "map"), (containers.Text("x-kubernetes-patch-strategy"), containers.Text("x-kubernetes-patch-merge-key"), containers.Text("x-kubernetes-list-type")));
        Assert.Equal("Pod", document["components"]!["schemas"]!["io.k8s.api.core.v1.Pod"]!["x-kubernetes-group-version-kind"]![0].Text("kind"));
    }

    [Fact]
    public void The_old_version_has_every_type()
    {
        JsonNode v2 = JsonNode.Parse(Documents.V2())!;
        Assert.Equal("2.0", v2.Text("swagger"));
        Assert.True(v2.Object("definitions")!.ContainsKey("io.k8s.api.core.v1.Pod"));
    }

    private static JsonObject Document(ApiResource resource) =>
        (JsonObject)JsonNode.Parse(Documents.GroupVersion(resource.Group.Length == 0 ? "api/v1" : $"apis/{resource.ApiVersion}")!)!;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => m.Key == "$ref" && m.Value.Text() is { } reference ? [reference] : References(m.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
