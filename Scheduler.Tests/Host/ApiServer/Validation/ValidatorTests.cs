using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Validation;

namespace Scheduler.Tests.Host.ApiServer.Validation;

public sealed class ValidatorTests
{
    [Fact]
    public void Refusals_of_the_reference_server_are_repeated_word_for_word()
    {
        int compared = 0;
        foreach (JsonObject line in ApiFixtures.Lines("wire/edge.jsonl.gz"))
        {
            string command = (string)line["command"]!;
            if (!command.StartsWith("create pod", StringComparison.Ordinal) && !command.StartsWith("unknown field, fieldValidation=Strict", StringComparison.Ordinal)
                && command is not ("malformed JSON" or "kind mismatch" or "deployment selector mismatch"))
                continue;
            var answer = (JsonObject)line["response"]!["body"]!;
            if (answer.Text("status") != "Failure")
                continue;
            Assert.Equal(answer.Text("message"), Refusal(line["request"]!["body"]!, command.StartsWith("deployment", StringComparison.Ordinal) ? "Deployment" : "Pod", command, out IReadOnlyList<FieldCause> causes));
            JsonObject[] expected = [.. (answer["details"]?["causes"]).Objects()];
            Assert.Equal(expected.Select(c => (c.Text("field"), c.Text("reason"), c.Text("message"))), causes.Select(c => ((string?)c.Field, (string?)c.Reason, (string?)c.Message)));
            compared++;
        }

        Assert.Equal(11, compared);
    }

    [Fact]
    public void Stored_objects_of_the_reference_server_are_valid()
    {
        foreach (JsonObject vector in ApiFixtures.Lines("api/protobuf-vectors.jsonl.gz"))
        {
            if (vector["json"] is not JsonObject stored || !ApiFixtures.Schema.TryFindKind((string)stored["apiVersion"]!, (string)stored["kind"]!, out ApiResource? resource))
                continue;
            bool isOldEvent = resource.Group == "events.k8s.io";
            Assert.True(isOldEvent || Validator.Validate(resource, null, stored) is [], $"{vector["path"]}: {string.Join("; ", Validator.Validate(resource, null, stored))}");
            Assert.True(Validator.Validate(resource, stored, stored) is [], $"{vector["path"]}: {string.Join("; ", Validator.Validate(resource, stored, stored))}");
        }
    }

    [Theory]
    [InlineData("""{"containers":[{"name":"C","image":"i"}]}""", "spec.containers[0].name: Invalid value: \"C\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")]
    [InlineData("""{"containers":[{"name":"c","image":"i"},{"name":"c","image":"i"}]}""", "spec.containers[1].name: Duplicate value: \"c\"")]
    [InlineData("""{"containers":[{"name":"c"}]}""", "spec.containers[0].image: Required value")]
    [InlineData("""{"containers":[{"name":"c","image":"i","ports":[{"containerPort":70000}]}]}""", "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    [InlineData("""{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}]}""", "spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i"}],"restartPolicy":"Sometimes"}""", "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i","resources":{"requests":{"example.com/gpu":"1"}}}]}""", "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources")]
    [InlineData("""{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"-1"},"requests":{"cpu":"-2"}}}]}""", "spec.containers[0].resources.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("""{"containers":[{"name":"c","image":"i","livenessProbe":{"httpGet":{"port":80},"successThreshold":2}}]}""", "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1")]
    [InlineData("""{"containers":[{"name":"c","image":"i"}],"tolerations":[{"operator":"Equal"}]}""", "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i"}],"schedulingGates":[{"name":"a"},{"name":"a"}]}""", "spec.schedulingGates[1]: Duplicate value: \"a\"")]
    [InlineData("""{"containers":[{"name":"c","image":"i"}],"schedulingGates":[{"name":"a"}],"nodeName":"n"}""", "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared")]
    [InlineData("""{"containers":[{"name":"c","image":"i"}],"dnsPolicy":"None"}""", "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None")]
    [InlineData("""{"hostNetwork":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":81}]}]}""", "spec.containers[0].ports[0].containerPort: Invalid value: 80: must match `hostPort` when `hostNetwork` is true")]
    public void Pods_are_refused_with_the_first_cause(string spec, string cause)
    {
        JsonObject pod = Defaulted($$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"d"},"spec":{{spec}}}""", out ApiResource resource);
        Assert.Equal(cause, Validator.Validate(resource, null, pod)[0].ToString());
    }

    [Theory]
    [InlineData("image", "\"other\"", "")]
    [InlineData("name", "\"other\"", "spec")]
    [InlineData("command", """["x"]""", "spec")]
    public void Of_a_running_pod_only_a_few_fields_change(string field, string value, string refusedAt)
    {
        JsonObject pod = Defaulted("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"d"},"spec":{"containers":[{"name":"c","image":"i"}]}}""", out ApiResource resource);
        var changed = (JsonObject)pod.DeepClone();
        changed["spec"]!["containers"]![0]![field] = JsonNode.Parse(value);
        IReadOnlyList<FieldCause> causes = Validator.Validate(resource, pod, changed);
        Assert.Equal(refusedAt, causes.FirstOrDefault()?.Field ?? "");
        Assert.All(causes, c => Assert.StartsWith("Forbidden: pod updates may not change fields other than", c.Message));
    }

    [Fact]
    public void Selectors_of_workloads_stay()
    {
        const string Text = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"d"},"spec":{"selector":{"matchLabels":{"a":"x"}},"template":{"metadata":{"labels":{"a":"x","b":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""";
        JsonObject deployment = Defaulted(Text, out ApiResource resource), changed = Defaulted(Text.Replace("""{"matchLabels":{"a":"x"}}""", """{"matchLabels":{"b":"x"}}""", StringComparison.Ordinal), out _);
        Assert.Equal("""spec.selector: Invalid value: {"matchLabels":{"b":"x"}}: field is immutable""", Validator.Validate(resource, deployment, changed).Single().ToString());
    }

    [Fact]
    public void A_priority_class_cannot_be_higher_than_the_systems_own()
    {
        JsonObject high = Defaulted("""{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"p"},"value":2000000000}""", out ApiResource resource);
        Assert.Equal("value: Forbidden: maximum allowed value of a user defined priority is 1000000000", Validator.Validate(resource, null, high).Single().ToString());
    }

    [Theory]
    [InlineData("*/5 * * * *", null)]
    [InlineData("@hourly", null)]
    [InlineData("* * * *", "spec.schedule: Invalid value: \"* * * *\": expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("61 * * * *", "spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61")]
    public void Schedules_are_checked(string schedule, string? cause)
    {
        JsonObject job = Defaulted("""{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"j"},"spec":{"schedule":"SCHEDULE","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}""".Replace("SCHEDULE", schedule, StringComparison.Ordinal), out ApiResource resource);
        Assert.Equal(cause, Validator.Validate(resource, null, job).FirstOrDefault()?.ToString());
    }

    private static JsonObject Defaulted(string json, out ApiResource resource)
    {
        JsonObject document = ApiFixtures.Read(json);
        resource = ApiFixtures.Resource(document.Text("apiVersion")!, document.Text("kind")!);
        Defaults.Apply(resource, document);
        return document;
    }

    /// <summary>What a create of this body is answered with: the message of a refused body, or of refused fields.</summary>
    private static string Refusal(JsonNode body, string kind, string command, out IReadOnlyList<FieldCause> causes)
    {
        causes = [];
        ApiResource resource = kind == "Pod" ? ApiFixtures.Resource("v1", "Pod") : ApiFixtures.Resource("apps/v1", kind);
        byte[] bytes = Encoding.UTF8.GetBytes(body is JsonValue ? (string)body! : body.ToJsonString());
        try
        {
            FieldValidationMode mode = command.Contains("Strict") ? FieldValidationMode.Strict : FieldValidationMode.Warn;
            JsonObject document = DocumentReader.Read(ApiFixtures.Schema, bytes, BodyFormat.Json, resource.GroupVersionKind, mode).Document;
            Defaults.Apply(resource, document);
            causes = Validator.Validate(resource, null, document);
            return FieldCause.InvalidMessage(resource.QualifiedKind, document.Name() ?? "", causes);
        }
        catch (ApiDataException error)
        {
            return error.Message;
        }
    }
}
