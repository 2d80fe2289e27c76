using System.Text;
using System.Text.Json;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Reading;

public sealed class YamlTests
{
    private static string[] Json(string yaml)
    {
        List<string> documents = [];
        YamlToJson.Convert(yaml, "test.yaml", (json, _) => documents.Add(Encoding.UTF8.GetString(json)));
        return [.. documents];
    }

    private static string Error(string yaml) => Assert.Throws<ReadException>(() => Read(yaml)).Message;

    private static ClusterObjects Read(string yaml)
    {
        ClusterObjects objects = new();
        new ClusterFiles(new KubeReader()).ReadStream(new MemoryStream(Encoding.UTF8.GetBytes(yaml)), "test.yaml", objects);
        return objects;
    }

    [Theory]
    [InlineData("text", "\"text\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("! 1", "\"1\"")]
    [InlineData("|-\n  1", "\"1\"")]
    [InlineData("1", "1")]
    [InlineData("-17", "-17")]
    [InlineData("+17", "17")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("0b101", "5")]
    [InlineData("08", "8")]
    [InlineData("1_000", "1000")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("36893488147419103232", "3.6893488147419103E+19")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("!!int \"12\"", "12")]
    [InlineData("true", "true")]
    [InlineData("Yes", "true")]
    [InlineData("off", "false")]
    [InlineData("n", "false")]
    [InlineData("tRUE", "\"tRUE\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("null", "null")]
    [InlineData("500m", "\"500m\"")]
    [InlineData("1Gi", "\"1Gi\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2026-11-22T06:00:00Z", "\"2026-11-22T06:00:00Z\"")]
    [InlineData("2026-11-22", "\"2026-11-22\"")]
    public void Scalars_are_typed_as_kubectl_does(string scalar, string json) => Assert.Equal([$$"""{"a":{{json}}}"""], Json($"a: {scalar}\n"));

    [Theory]
    [InlineData("1: x", """{"1":"x"}""")]
    [InlineData("true: x", """{"true":"x"}""")]
    [InlineData("'on': x", """{"on":"x"}""")]
    public void Keys_are_texts(string yaml, string json) => Assert.Equal([json], Json(yaml));

    [Fact]
    public void Documents_are_taken_one_by_one_and_empty_ones_left_out() =>
        Assert.Equal(["""{"a":1}""", """{"b":[1,{"c":null}]}"""], Json("# head\n---\na: 1\n---\n---\n# nothing\n---\nb:\n- 1\n- c:\n...\n"));

    [Fact]
    public void Flow_style_is_YAML_too() => Assert.Equal(["""{"a":{"b":[1,"x"],"c":{}}}"""], Json("a: {b: [1, x], c: {}}"));

    [Fact]
    public void Aliases_stand_for_what_was_anchored() =>
        Assert.Equal(["""{"a":{"x":[1,2]},"b":{"x":[1,2]},"c":"s","d":"s"}"""], Json("a: &a\n  x: [1, 2]\nb: *a\nc: &s s\nd: *s\n"));

    [Fact]
    public void Merged_pairs_give_way_to_those_written_before_and_behind()
    {
        string json = Assert.Single(Json("base: &b {p: 1, q: 1, r: 1}\nmore: &m {r: 2, s: 2}\nall:\n  p: 0\n  <<: [*b, *m]\n  q: 0\n"));
        JsonElement all = JsonDocument.Parse(json).RootElement.GetProperty("all");
        Assert.Equal((0, 0, 1, 2), (all.GetProperty("p").GetInt32(), all.GetProperty("q").GetInt32(), all.GetProperty("r").GetInt32(), all.GetProperty("s").GetInt32()));
    }

    [Fact]
    public void A_manifest_with_several_documents_is_read()
    {
        ClusterObjects objects = Read("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              labels: {app: web, version: "1"}
              creationTimestamp: 2026-11-22T06:00:00Z
            spec:
              containers:
              - name: c
                image: nginx
                resources:
                  requests: {cpu: 0.5, memory: 1Gi, nvidia.com/gpu: 1}
              nodeSelector: {}
            ---
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Node
              metadata: {name: n1}
              status: {allocatable: {cpu: 4, pods: "110"}}
            """);
        Pod pod = Assert.Single(objects.Pods);
        Assert.Equal("app=web,version=1", pod.Metadata.Labels.ToString());
        Assert.Equal("cpu=500m,memory=1073741824,nvidia.com/gpu=1", pod.Spec.Containers[0].Resources.Requests.ToString());
        Assert.NotNull(pod.Spec.NodeSelector);
        Assert.Equal(4000, Assert.Single(objects.Nodes).Allocatable["cpu"]!.Value.MilliValue);
    }

    [Fact]
    public void A_wrong_field_is_named_with_its_path_and_line()
    {
        Assert.Equal(
            "test.yaml: Pod shop/web: spec.containers[0].resources.requests.cpu: \"half\" is not a quantity (line 12)",
            Error("# a comment\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n  - name: c\n    resources:\n      requests:\n        cpu: half\n        memory: 1Gi\n"));
        Assert.Equal(
            "test.yaml: Node a: metadata.labels.country: expected a string, found a boolean (line 7)",
            Error("---\napiVersion: v1\nkind: Node\nmetadata:\n  name: a\n  labels:\n    country: no\n"));
    }

    [Theory]
    [InlineData("a: 1\n\tb: 2\n", "test.yaml: broken YAML at line 2, column 1: While scanning a plain scalar, found a tab character that violate indentation")]
    [InlineData("a:\n  - b\n c: d\n", "test.yaml: broken YAML at line 3, column 2: While parsing a block mapping, did not find expected key")]
    [InlineData("a: 'x\nb: 3\n", "test.yaml: broken YAML at line 3, column 1: While scanning a quoted scalar, found unexpected end of stream")]
    [InlineData("a: [1, 2\nb: 3\n", "test.yaml: broken YAML behind line 1")]
    [InlineData("a: *nothing\n", "test.yaml: there is no anchor &nothing before *nothing (line 1)")]
    [InlineData("a: &a [*a]\n", "test.yaml: there is no anchor &a before *a (line 1)")]
    [InlineData("? [1]\n: 2\n", "test.yaml: a key is not a plain value (line 1)")]
    [InlineData("a: .inf\n", "test.yaml: .inf is not a number that JSON has (line 1)")]
    [InlineData("a:\n  <<: 1\n", "test.yaml: only mappings can be merged with << (line 2)")]
    [InlineData("just text\n", "test.yaml: expected a Kubernetes object, found a string (line 1)")]
    public void Broken_YAML_is_named_with_its_place(string yaml, string message) => Assert.Equal(message, Error(yaml));

    [Fact]
    public void Aliases_of_aliases_cannot_fill_the_memory()
    {
        StringBuilder bomb = new("a0: &a0 {x: lol}\n");
        for (int i = 1; i < 30; i++) bomb.Append($"a{i}: &a{i} {{p: *a{i - 1}, q: *a{i - 1}, r: *a{i - 1}}}\n");
        Assert.StartsWith("test.yaml: aliases expand to more than can be meant", Error(bomb.ToString()));
    }

    [Fact]
    public void Bottomless_nesting_is_refused() => Assert.Equal("test.yaml: nests deeper than 200 levels (line 1)", Error("a: " + new string('[', 1000)));

    [Fact]
    public void A_dump_says_the_same_in_YAML()
    {
        ClusterObjects json = ClusterFiles.Load(Fixtures.PathOf("clusters/eu-2.json.gz"));
        StringBuilder yaml = new();
        foreach (IKubeObject obj in json.All()) yaml.Append("---\n# in flow style\n").Append(Scheduler.Core.Writing.ObjectWriter.ToJson(obj)).Append('\n');
        Assert.Null(DeepEquality.Difference(json.All().ToArray(), Read(yaml.ToString()).All().ToArray()));
    }
}
