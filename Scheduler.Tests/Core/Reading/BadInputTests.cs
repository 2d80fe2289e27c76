using System.IO.Compression;
using System.Text;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Reading;

/// <summary>Wrong input gets one line that names the file, the object and the field.</summary>
public sealed class BadInputTests
{
    private static string Message(string content, string name) => Message(Encoding.UTF8.GetBytes(content), name);

    private static string Message(byte[] content, string name) =>
        Assert.Throws<ReadException>(() => new ClusterFiles(new KubeReader()).ReadStream(new MemoryStream(content), name, new())).Message;

    private static byte[] Zipped(string content)
    {
        MemoryStream stream = new();
        using (GZipStream zip = new(stream, CompressionLevel.Optimal)) zip.Write(Encoding.UTF8.GetBytes(content));
        return stream.ToArray();
    }

    private static string Pod(string spec) =>
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":""" + spec + "}";

    [Theory]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"1,5"}}}]}""", """p.json: Pod shop/web: spec.containers[0].resources.requests.cpu: "1,5" is not a quantity""")]
    [InlineData("""{"containers":[{},{"resources":{"limits":{"nvidia.com/gpu":"two"}}}]}""", """p.json: Pod shop/web: spec.containers[1].resources.limits[nvidia.com/gpu]: "two" is not a quantity""")]
    [InlineData("""{"overhead":{"cpu":true}}""", "p.json: Pod shop/web: spec.overhead.cpu: expected a quantity, found a boolean")]
    [InlineData("""{"overhead":[]}""", "p.json: Pod shop/web: spec.overhead: expected an object, found a list")]
    [InlineData("""{"priority":"high"}""", "p.json: Pod shop/web: spec.priority: expected a number, found a string")]
    [InlineData("""{"priority":3000000000}""", "p.json: Pod shop/web: spec.priority: 3000000000 does not fit into 32 bits")]
    [InlineData("""{"priority":1.5}""", "p.json: Pod shop/web: spec.priority: 1.5 is not a whole number of 64 bits")]
    [InlineData("""{"nodeSelector":{"gpu":true}}""", "p.json: Pod shop/web: spec.nodeSelector.gpu: expected a string, found a boolean")]
    [InlineData("""{"nodeSelector":{"example.com/gpu":1}}""", "p.json: Pod shop/web: spec.nodeSelector[example.com/gpu]: expected a string, found a number")]
    [InlineData("""{"tolerations":{}}""", "p.json: Pod shop/web: spec.tolerations: expected a list, found an object")]
    [InlineData("""{"tolerations":["gpu"]}""", "p.json: Pod shop/web: spec.tolerations[0]: expected an object, found a string")]
    [InlineData("""{"tolerations":[{},null]}""", "p.json: Pod shop/web: spec.tolerations[1]: expected an object, found null")]
    [InlineData("""{"hostNetwork":"yes"}""", "p.json: Pod shop/web: spec.hostNetwork: expected a boolean, found a string")]
    [InlineData("""{"nodeName":"\ud800"}""", "p.json: Pod shop/web: spec.nodeName: the text is not valid Unicode")]
    [InlineData("7", "p.json: Pod shop/web: spec: expected an object, found a number")]
    public void A_wrong_field_is_named_with_its_path(string spec, string message) => Assert.Equal(message, Message(Pod(spec), "p.json"));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-11-22")]
    [InlineData("2026-11-22T06:00:00")]
    public void A_time_must_be_whole_and_say_its_offset(string time) =>
        Assert.Equal(
            $"p.json: Pod a: metadata.creationTimestamp: \"{time}\" is not a time (RFC 3339)",
            Message($$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","creationTimestamp":"{{{time}}}"}}""", "p.json"));

    [Fact]
    public void The_message_stays_one_line_of_bearable_length()
    {
        string message = Message(Pod($$$"""{"overhead":{"c\n":"{{{new string('x', 100_000)}}}"}}"""), "p.json");
        Assert.StartsWith("p.json: Pod shop/web: spec.overhead.c : \"xxx", message);
        Assert.EndsWith("xxx\" is not a quantity", message);
        Assert.InRange(message.Length, 300, 400);
    }

    [Fact]
    public void The_object_is_named_even_if_its_name_comes_later() =>
        Assert.Equal(
            "l.json: Node late: status.allocatable.memory: \"lots\" is not a quantity",
            Message("""{"apiVersion":"v1","kind":"NodeList","items":[{"metadata":{"name":"ok"}},{"status":{"allocatable":{"memory":"lots"}},"metadata":{"name":"late"}}]}""", "l.json"));

    [Fact]
    public void The_line_is_given_where_there_are_several() =>
        Assert.Equal(
            "n.json: Node a: spec.unschedulable: expected a boolean, found a string (line 5)",
            Message("{\n \"apiVersion\": \"v1\",\n \"kind\": \"Node\", \"metadata\": {\"name\": \"a\"},\n \"spec\": {\n  \"unschedulable\": \"no\"\n }\n}\n", "n.json"));

    [Theory]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a"}}""", "x.json: Pod a: apiVersion is missing")]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"a"}}""", "x.json: a: kind is missing")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{}}""", "x.json: Pod: metadata.name is missing")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod"}""", "x.json: Pod: metadata.name is missing")]
    [InlineData("""{"apiVersion":"v1","kind":5}""", "x.json: kind: expected a string, found a number")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[{"metadata":{"name":"a"}}]}""", "x.json: List: items[0]: kind is missing")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":["a"]}""", "x.json: List: items[0]: expected an object, found a string")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":{}}""", "x.json: List: items: expected a list, found an object")]
    [InlineData("[]", "x.json: expected a Kubernetes object, found a list")]
    [InlineData("17", "x.json: expected a Kubernetes object, found a number")]
    public void What_is_no_Kubernetes_object_is_refused(string json, string message) => Assert.Equal(message, Message(json, "x.json"));

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[}}""", "x.json: Pod a: broken JSON at line 1, byte 79: '}' is an invalid start of a value")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"x":"y""", "x.json: Pod a: broken JSON at line 1, byte 72: Expected end of string, but instead reached end of data")]
    [InlineData("{\"apiVersion\":\"v1\",\n\"kind\":\"Node\" \"metadata\":{}}", "x.json: Node: broken JSON at line 2, byte 15: '\"' is invalid after a value. Expected either ',', '}', or ']'")]
    [InlineData("hello", "x.json: broken JSON at line 1, byte 1: 'h' is an invalid start of a value")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}} oops""", "x.json: Node a: broken JSON at line 1, byte 59: 'o' is an invalid start of a value")]
    public void Broken_JSON_is_named_with_its_place(string json, string message) => Assert.Equal(message, Message(json, "x.json"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    public void An_empty_file_says_so(string content)
    {
        Assert.Equal("x.json: the file is empty", Message(content, "x.json"));
        Assert.Equal("x.yaml: the file is empty", Message(content, "x.yaml"));
        Assert.Equal("x.json.gz: the file is empty", Message(Zipped(content), "x.json.gz"));
    }

    [Theory]
    [InlineData("# nothing\n")]
    [InlineData("---\n---\n")]
    public void A_YAML_file_without_a_document_is_empty(string content) => Assert.Equal("x.yaml: the file is empty", Message(content, "x.yaml"));

    [Fact]
    public void Truncated_gzip_says_so_wherever_it_was_cut()
    {
        byte[] whole = Zipped(string.Concat(Enumerable.Range(0, 2000).Select(i => $$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n{{{i * 7919 % 2003}}}"}}""")));
        Assert.True(whole.Length > 2000);
        for (int length = 2; length < whole.Length; length += length < 30 || length > whole.Length - 30 ? 1 : 997)
            Assert.Equal("x.json.gz: the gzip data is damaged or cut off", Message(whole[..length], "x.json.gz"));
    }

    [Fact]
    public void Damaged_gzip_says_so()
    {
        byte[] whole = Zipped(Pod("{}"));
        whole[^6] ^= 1;
        Assert.Equal("x.json.gz: the gzip data is damaged or cut off", Message(whole, "x.json.gz"));
    }

    [Fact]
    public void An_object_that_appears_twice_is_named()
    {
        const string Node = """{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}""";
        Assert.Equal("x.json: Node a: appears twice", Message(Node + Node, "x.json"));

        ClusterFiles files = new(new KubeReader());
        ClusterObjects objects = new();
        files.ReadStream(new MemoryStream(Encoding.UTF8.GetBytes(Node)), "a.json", objects);
        ReadException error = Assert.Throws<ReadException>(() => files.ReadStream(new MemoryStream(Encoding.UTF8.GetBytes(Node)), "b.json", objects));
        Assert.Equal("b.json: Node a: appears twice, first in a.json", error.Message);
    }

    [Fact]
    public void Names_may_repeat_in_other_namespaces_and_kinds()
    {
        ClusterObjects objects = new();
        new KubeReader().ReadAny("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"x"}}
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"y"}}
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","namespace":"x"}}
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"a","namespace":"x"}}
            """u8, objects);
        Assert.Equal(5, objects.Count);
    }

    [Fact]
    public void A_huge_annotation_is_no_error()
    {
        ClusterObjects objects = new();
        string value = new('x', 5 << 20);
        new KubeReader().ReadAny(Encoding.UTF8.GetBytes($$$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"a","annotations":{"big":"{{{{value}}}}"}}}"""), objects);
        Assert.Equal(value, objects.Nodes[0].Metadata.Annotations["big"]);
    }

    [Fact]
    public void What_real_dumps_contain_is_no_error()
    {
        ClusterObjects objects = new();
        new KubeReader().ReadAny("""
            {"apiVersion":"v1","kind":"List","items":[
             {"apiVersion":"v1","kind":"Pod","metadata":{"name":"lost"},"spec":{"nodeName":"gone"},"status":{"phase":"Running"}},
             {"apiVersion":"v1","kind":"Pod","metadata":{"name":"done"},"spec":{"nodeName":"gone"},"status":{"phase":"Succeeded"}},
             {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e"}}]}
            """u8, objects);
        Assert.Equal(2, objects.Pods.Count);
    }
}
