using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Tests.Host.ApiServer.Schema;

public sealed class DocumentReaderTests
{
    [Fact]
    public void A_document_comes_out_in_the_servers_own_form()
    {
        JsonObject pod = Read("""{"spec":{"priority":0,"containers":[{"resources":{"limits":{"memory":"1024Mi","cpu":2}},"name":"c","args":[],"tty":false}],"nodeName":""},"metadata":{"name":"p","creationTimestamp":null,"labels":{"b":"1","a":"2"}},"kind":"Pod"}""").Document;
        Assert.Equal(
            """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","labels":{"a":"2","b":"1"}},"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"2","memory":"1Gi"}}}],"priority":0},"status":{}}""",
            ApiFixtures.Text(pod));
    }

    [Theory]
    [InlineData("""{"spec":{"nodeName":1}}""", "json: cannot unmarshal number into Go struct field PodSpec.spec.nodeName of type string")]
    [InlineData("""{"spec":{"containers":{}}}""", "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [InlineData("""{"spec":{"containers":[{"ports":[{"containerPort":"80"}]}]}}""", "json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32")]
    [InlineData("""{"spec":{"priority":1.5}}""", "json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"metadata":{"labels":{"a":true}}}""", "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("""{"spec":"x"}""", "json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""", "parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\"")]
    public void Values_of_the_wrong_type_are_refused(string body, string reason)
    {
        var error = Assert.Throws<ApiDataException>(() => Read(body));
        Assert.Equal((400, $"Pod in version \"v1\" cannot be handled as a Pod: {reason}"), (error.Code, error.Message));
    }

    [Fact]
    public void Unknown_and_repeated_fields_are_told_or_refused_as_asked()
    {
        const string Body = """{"spec":{"containers":[{"name":"c","foo":{"a":1},"image":"i","image":"j"}],"bar":1}}""";
        string[] problems = ["unknown field \"spec.containers[0].foo\"", "duplicate field \"spec.containers[0].image\"", "unknown field \"spec.bar\""];
        Assert.Equal(problems, Read(Body, FieldValidationMode.Warn).Warnings);
        Assert.Empty(Read(Body, FieldValidationMode.Ignore).Warnings);
        var error = Assert.Throws<ApiDataException>(() => Read(Body, FieldValidationMode.Strict));
        Assert.Equal("Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: " + string.Join(", ", problems), error.Message);
        Assert.Equal("j", Read(Body).Document["spec"]!["containers"]![0].Text("image"));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Foo"}""", "Foo in version \"v1\" cannot be handled as a Pod: no kind \"Foo\" is registered for version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("x=1", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'x' looking for beginning of value (783d31)")]
    public void Bodies_that_are_something_else_are_refused(string body, string message) =>
        Assert.Equal(message, Assert.Throws<ApiDataException>(() => Read(body)).Message);

    [Fact]
    public void Yaml_is_read_like_json()
    {
        const string Yaml = """
            kind: Pod
            apiVersion: v1
            metadata: {name: p, labels: {a: "1"}}
            spec:
              containers:
              - name: c
                image: i
                command: ["true", "1"]
                resources: {limits: {cpu: 1}}
              hostNetwork: true
            """;
        JsonObject pod = DocumentReader.Read(ApiFixtures.Schema, Encoding.UTF8.GetBytes(Yaml), BodyFormat.Yaml, new("", "v1", "Pod"), FieldValidationMode.Strict).Document;
        Assert.Equal("""["true","1"]""", ApiFixtures.Text(pod["spec"]!["containers"]![0]!["command"]));
        Assert.Equal(("1", true), (pod["spec"]!["containers"]![0].Text("resources", "limits", "cpu"), pod.Bool("spec", "hostNetwork")));
    }

    [Fact]
    public void Too_deep_documents_are_refused()
    {
        string deep = """{"spec":""" + string.Concat(Enumerable.Repeat("""{"a":""", 5000));
        Assert.Contains("exceeded max depth", Assert.Throws<ApiDataException>(() => Read(deep)).Message);
    }

    private static DecodedDocument Read(string body, FieldValidationMode mode = FieldValidationMode.Ignore) =>
        DocumentReader.Read(ApiFixtures.Schema, Encoding.UTF8.GetBytes(body), BodyFormat.Json, new("", "v1", "Pod"), mode);
}
