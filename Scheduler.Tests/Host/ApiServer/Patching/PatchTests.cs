using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Patching;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer.Patching;

public sealed class PatchTests
{
    private const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","labels":{"a":"1","b":"2"},"finalizers":["x/a","x/b"]},
         "spec":{"containers":[{"name":"a","image":"i"},{"name":"b","image":"j","args":["1","2"]}],
                 "volumes":[{"name":"v","emptyDir":{}},{"name":"w","hostPath":{"path":"/"}}],"nodeSelector":{"disk":"ssd"}},
         "status":{"conditions":[{"type":"Ready","status":"True"}]}}
        """;

    [Theory]
    [InlineData("metadata/labels", """{"metadata":{"labels":{"b":null,"c":"3"}}}""", """{"a":"1","c":"3"}""")]
    [InlineData("spec/containers", """{"spec":{"containers":[{"name":"b","image":"k"}]}}""", """[{"name":"a","image":"i","resources":{}},{"name":"b","image":"k","args":["1","2"],"resources":{}}]""")]
    [InlineData("spec/containers", """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """[{"name":"b","image":"j","args":["1","2"],"resources":{}}]""")]
    [InlineData("spec/containers", """{"spec":{"containers":[{"$patch":"replace"},{"name":"c","image":"k"}]}}""", """[{"name":"c","image":"k","resources":{}}]""")]
    [InlineData("spec/containers", """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","image":"z"}]}}""", """[{"name":"b","image":"j","args":["1","2"],"resources":{}},{"name":"a","image":"z","resources":{}}]""")]
    [InlineData("spec/containers", """{"spec":{"containers":[{"name":"b","args":["3"]}]}}""", """[{"name":"a","image":"i","resources":{}},{"name":"b","image":"j","args":["3"],"resources":{}}]""")]
    [InlineData("metadata/finalizers", """{"metadata":{"finalizers":["x/b","x/c"]}}""", """["x/a","x/b","x/c"]""")]
    [InlineData("metadata/finalizers", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["x/a"]}}""", """["x/b"]""")]
    [InlineData("spec/nodeSelector", """{"spec":{"nodeSelector":{"$patch":"replace","zone":"a"}}}""", """{"zone":"a"}""")]
    [InlineData("spec/volumes", """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","secret"],"secret":{"secretName":"s"}}]}}""", """[{"name":"v","secret":{"secretName":"s"}},{"name":"w","hostPath":{"path":"/"}}]""")]
    [InlineData("status/conditions", """{"status":{"$setElementOrder/conditions":[{"type":"PodScheduled"},{"type":"Ready"}],"conditions":[{"type":"PodScheduled","status":"False"}]}}""", """[{"type":"PodScheduled","status":"False","lastProbeTime":null,"lastTransitionTime":null},{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]""")]
    public void Strategic_patches_merge_by_the_keys_of_the_table(string path, string patch, string expected) =>
        Assert.Equal(expected, At(Apply(PatchKind.Strategic, patch).Document, path));

    [Theory]
    [InlineData("metadata/labels", """{"metadata":{"labels":{"a":null}}}""", """{"b":"2"}""")]
    [InlineData("spec/containers", """{"spec":{"containers":[{"name":"c","image":"k"}]}}""", """[{"name":"c","image":"k","resources":{}}]""")]
    [InlineData("metadata/finalizers", """{"metadata":{"finalizers":null}}""", "null")]
    public void Merge_patches_replace_lists(string path, string patch, string expected) =>
        Assert.Equal(expected, At(Apply(PatchKind.Merge, patch).Document, path));

    [Theory]
    [InlineData("metadata/labels", """[{"op":"add","path":"/metadata/labels/c~1d","value":"3"},{"op":"remove","path":"/metadata/labels/a"}]""", """{"b":"2","c/d":"3"}""")]
    [InlineData("metadata/finalizers", """[{"op":"add","path":"/metadata/finalizers/-","value":"x/c"},{"op":"move","from":"/metadata/finalizers/0","path":"/metadata/finalizers/-"}]""", """["x/b","x/c","x/a"]""")]
    [InlineData("metadata/labels", """[{"op":"test","path":"/metadata/name","value":"p"},{"op":"copy","from":"/metadata/name","path":"/metadata/labels/a"}]""", """{"a":"p","b":"2"}""")]
    [InlineData("metadata/finalizers", """[{"op":"replace","path":"/metadata/finalizers/-1","value":"x/z"}]""", """["x/a","x/z"]""")]
    public void Json_patches_apply_in_order(string path, string patch, string expected) =>
        Assert.Equal(expected, At(Apply(PatchKind.Json, patch).Document, path));

    [Theory]
    [InlineData("""[{"op":"test","path":"/metadata/name","value":"zz"}]""")]
    [InlineData("""[{"op":"remove","path":"/metadata/nope"}]""")]
    [InlineData("""[{"op":"add","path":"/nope/x","value":1}]""")]
    [InlineData("""[{"op":"what","path":"/x"}]""")]
    [InlineData("""[{"op":"replace","path":"","value":[]}]""")]
    public void Json_patches_that_do_not_fit_are_refused_with_one_text(string patch)
    {
        var error = Assert.Throws<ApiDataException>(() => Apply(PatchKind.Json, patch));
        Assert.Equal((422, "Invalid", "the server rejected our request due to an error in our request"), (error.Code, error.Reason, error.Message));
    }

    [Fact]
    public void Json_patches_are_bounded()
    {
        string many = "[" + string.Join(",", Enumerable.Repeat("""{"op":"test","path":"/kind","value":"Pod"}""", 10_001)) + "]";
        var error = Assert.Throws<ApiDataException>(() => Apply(PatchKind.Json, many));
        Assert.Equal((413, "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"), (error.Code, error.Message));
        string doubling = "[" + string.Join(",", Enumerable.Range(0, 60).Select(i => $$"""{"op":"copy","from":"/metadata","path":"/metadata/x{{i}}"}""")) + "]";
        Assert.Equal(422, Assert.Throws<ApiDataException>(() => Apply(PatchKind.Json, doubling)).Code);
    }

    [Fact]
    public void Unknown_fields_of_a_patch_are_told_or_refused_as_asked()
    {
        const string Body = """{"spec":{"foo":"bar"}}""";
        Assert.Equal(["unknown field \"spec.foo\""], Apply(PatchKind.Strategic, Body, FieldValidationMode.Warn).Warnings);
        var error = Assert.Throws<ApiDataException>(() => Apply(PatchKind.Strategic, Body, FieldValidationMode.Strict));
        Assert.Equal((422, """ "" is invalid: patch: Invalid value: "map[spec:map[foo:bar]]": strict decoding error: unknown field "spec.foo" """.TrimEnd()), (error.Code, error.Message));
    }

    [Fact]
    public void A_patch_leaves_what_it_is_applied_to_as_it_was()
    {
        var current = (JsonObject)JsonNode.Parse(Pod)!;
        foreach ((PatchKind kind, string body) in new[]
        {
            (PatchKind.Strategic, """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"},{"name":"n"}],"containers":[{"name":"a","image":"z"},{"name":"n","image":"q"}]}}"""),
            (PatchKind.Merge, """{"spec":{"nodeSelector":null}}"""),
            (PatchKind.Json, """[{"op":"move","from":"/spec/containers/0","path":"/spec/containers/1"}]"""),
        })
        {
            Patch patch = Patch.Parse(kind, Encoding.UTF8.GetBytes(body));
            ApiType type = ApiFixtures.Resource("v1", "Pod").Type;
            string first = ApiFixtures.Text(patch.Apply(ApiFixtures.Schema, current, type, FieldValidationMode.Ignore).Document);
            Assert.Equal(first, ApiFixtures.Text(patch.Apply(ApiFixtures.Schema, current, type, FieldValidationMode.Ignore).Document));
            ApiFixtures.AssertSame(JsonNode.Parse(Pod), current, kind.ToString());
        }
    }

    [Theory]
    [InlineData(PatchKind.Strategic, "[]", 400)]
    [InlineData(PatchKind.Merge, "{", 400)]
    [InlineData(PatchKind.Json, "{}", 400)]
    [InlineData(PatchKind.Strategic, """{"spec":{"containers":[{"image":"x"}]}}""", 422)]
    [InlineData(PatchKind.Strategic, """{"spec":{"containers":[{"name":"a","$patch":"what"}]}}""", 422)]
    [InlineData(PatchKind.Strategic, """{"spec":{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a","image":"z"}]}}""", 400)]
    [InlineData(PatchKind.Merge, """{"spec":{"nodeName":1}}""", 422)]
    public void What_is_no_patch_is_refused(PatchKind kind, string body, int code) =>
        Assert.Equal(code, Assert.Throws<ApiDataException>(() => Apply(kind, body)).Code);

    private static string At(JsonObject document, string path) => ApiFixtures.Text(document.Find(path.Split('/')));

    private static DecodedDocument Apply(PatchKind kind, string body, FieldValidationMode mode = FieldValidationMode.Ignore) =>
        Patch.Parse(kind, Encoding.UTF8.GetBytes(body)).Apply(ApiFixtures.Schema, (JsonObject)JsonNode.Parse(Pod)!, ApiFixtures.Resource("v1", "Pod").Type, mode);
}
