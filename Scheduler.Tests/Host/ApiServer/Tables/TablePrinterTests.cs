using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Tables;

namespace Scheduler.Tests.Host.ApiServer.Tables;

public sealed class TablePrinterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The recordings hold tables, and (elsewhere) many of the objects that their rows stand for, at the same resource version.</summary>
    [Fact]
    public void Rows_are_those_of_the_reference_server()
    {
        Dictionary<(string, string), JsonObject> objects = RecordedObjects();
        var kinds = new HashSet<string>();
        int compared = 0;
        foreach ((ApiResource resource, JsonObject row) in RecordedRows())
        {
            var identity = (row.Text("object", "metadata", "uid") ?? "", row.Text("object", "metadata", "resourceVersion") ?? "");
            if (!objects.TryGetValue(identity, out JsonObject? document))
                continue;
            JsonObject printed = TablePrinter.Print(resource, [document], Now, IncludeObject.None, []);
            Assert.Equal(WithoutTimes(resource, row["cells"]!), WithoutTimes(resource, printed["rows"]![0]!["cells"]!));
            kinds.Add(resource.Kind);
            compared++;
        }

        Assert.InRange(compared, 60, 10_000);
        Assert.Superset(new HashSet<string> { "Pod", "Node", "Deployment", "Service", "Namespace" }, kinds);
    }

    [Fact]
    public void Every_object_of_every_kind_fills_the_columns_of_its_resource()
    {
        foreach (JsonObject vector in ApiFixtures.Lines("api/protobuf-vectors.jsonl.gz"))
        {
            if (vector["json"] is JsonObject stored && ApiFixtures.Schema.TryFindKind((string)stored["apiVersion"]!, (string)stored["kind"]!, out ApiResource? resource))
                CheckShape(resource, stored);
        }

        foreach (ApiResource resource in ApiFixtures.Schema.Resources)
            CheckShape(resource, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" } });
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(200, "3m20s")]
    [InlineData(3599, "59m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((5 * 3600) + 1800, "5h30m")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(52 * 3600, "2d4h")]
    [InlineData(30 * 86400, "30d")]
    [InlineData(800 * 86400, "2y70d")]
    public void Ages_lose_detail_as_they_grow(int seconds, string text)
    {
        JsonObject document = Named("ConfigMap");
        document["metadata"]!["creationTimestamp"] = TimeText.Format(Now.AddSeconds(-seconds));
        JsonObject table = TablePrinter.Print(ApiFixtures.Resource("v1", "ConfigMap"), [document], Now, IncludeObject.None, []);
        Assert.Equal(text, table["rows"]![0]!["cells"]![2].Text());
    }

    [Theory]
    [InlineData("""{"phase":"Running","containerStatuses":[{"name":"c","ready":true,"restartCount":0,"state":{"running":{}}}]}""", "1/1", "Running", "0")]
    [InlineData("""{"phase":"Running","containerStatuses":[{"name":"c","ready":false,"restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"finishedAt":"2026-11-22T11:59:00Z"}}}]}""", "0/1", "CrashLoopBackOff", "3 (60s ago)")]
    [InlineData("""{"phase":"Succeeded","containerStatuses":[{"name":"c","restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}""", "0/1", "Completed", "0")]
    [InlineData("""{"phase":"Failed","reason":"Evicted"}""", "0/1", "Evicted", "0")]
    [InlineData("""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}""", "0/1", "SchedulingGated", "0")]
    [InlineData("""{"phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":1,"state":{"terminated":{"exitCode":2}}}]}""", "0/1", "Init:ExitCode:2", "1")]
    public void The_state_of_a_pod_is_one_word(string status, string ready, string word, string restarts)
    {
        JsonObject pod = Named("Pod");
        pod["spec"] = JsonNode.Parse("""{"containers":[{"name":"c"}],"initContainers":[{"name":"i"}]}""");
        pod["status"] = JsonNode.Parse(status);
        JsonArray cells = (JsonArray)TablePrinter.Print(ApiFixtures.Resource("v1", "Pod"), [pod], Now, IncludeObject.None, [])["rows"]![0]!["cells"]!;
        Assert.Equal((ready, word, restarts), (cells[1].Text(), cells[2].Text(), cells[3].Text()));
    }

    [Fact]
    public void A_row_carries_as_much_of_its_object_as_was_asked()
    {
        JsonObject node = Named("Node");
        ApiResource resource = ApiFixtures.Resource("v1", "Node");
        Assert.Null(TablePrinter.Print(resource, [node], Now, IncludeObject.None, [])["rows"]![0]!["object"]);
        Assert.Equal("PartialObjectMetadata", TablePrinter.Print(resource, [node], Now, IncludeObject.Metadata, [])["rows"]![0]!["object"].Text("kind"));
        Assert.Equal("Node", TablePrinter.Print(resource, [node], Now, IncludeObject.Object, [])["rows"]![0]!["object"].Text("kind"));
        Assert.Null(TablePrinter.Print(resource, [node], Now, IncludeObject.Object, [], withColumns: false)["columnDefinitions"]);
    }

    private static JsonObject Named(string kind) =>
        new() { ["kind"] = kind, ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["name"] = "x" } };

    private static void CheckShape(ApiResource resource, JsonObject document)
    {
        JsonObject table = TablePrinter.Print(resource, [document], Now, IncludeObject.Metadata, []);
        var columns = (JsonArray)table["columnDefinitions"]!;
        var cells = (JsonArray)table["rows"]![0]!["cells"]!;
        Assert.True(columns.Count == cells.Count, $"{resource}: {cells.Count} cells for {columns.Count} columns");
    }

    private static IEnumerable<(ApiResource Resource, JsonObject Row)> RecordedRows()
    {
        foreach (JsonObject line in ApiFixtures.Lines("wire/kubectl.jsonl.gz"))
        {
            string[] path = ((string)line["request"]!["path"]!).Split('?')[0].Trim('/').Split('/');
            if (line["response"]!["body"] is not JsonObject { } body || body.Text("kind") != "Table")
                continue;
            (string group, string version) = path[0] == "api" ? ("", path[1]) : (path[1], path[2]);
            if (!ApiFixtures.Schema.TryFindResource(group, version, path[^1], out ApiResource? resource))
                ApiFixtures.Schema.TryFindResource(group, version, path[^2], out resource);
            foreach (JsonObject row in body["rows"].Objects())
                if (resource is not null)
                    yield return (resource, row);
        }
    }

    private static Dictionary<(string, string), JsonObject> RecordedObjects()
    {
        var found = new Dictionary<(string, string), JsonObject>();
        foreach (JsonObject line in ApiFixtures.Lines("wire/kubectl.jsonl.gz"))
        {
            if (line["response"]!["body"] is not JsonObject body)
                continue;
            IEnumerable<JsonObject> all = body["watchEvents"].Objects().Select(e => e.Object("object")!).Concat(body["items"].Objects()).Append(body);
            foreach (JsonObject document in all)
            {
                if (document.Text("metadata", "uid") is { } uid && document.Text("kind") is not "PartialObjectMetadata")
                    found.TryAdd((uid, document.Text("metadata", "resourceVersion") ?? ""), document);
            }
        }

        return found;
    }

    private static string WithoutTimes(ApiResource resource, JsonNode cells)
    {
        var copy = (JsonArray)cells.DeepClone();
        for (int i = 0; i < copy.Count; i++)
        {
            if (resource.Columns[i].Name is "Age" or "Last Seen" or "First Seen" or "Duration" or "Last Schedule" && copy[i].Text() is not (null or "<none>" or "<unknown>" or ""))
                copy[i] = "time";
        }

        return ApiFixtures.Text(copy);
    }
}
