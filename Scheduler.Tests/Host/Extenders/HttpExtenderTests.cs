using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Configuration;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Host.Extenders;

namespace Scheduler.Tests.Host.Extenders;

public sealed class HttpExtenderTests : IAsyncLifetime
{
    private readonly Cluster cluster = new();
    private readonly PodInfo pod;
    private readonly NodeSet feasible = new();
    private ExtenderServer server = null!;

    public HttpExtenderTests()
    {
        foreach (string name in (string[])["a", "b", "c"]) cluster.AddNode(new Node { Metadata = new() { Name = name } });
        pod = cluster.Prepare(MakePod("p", "uid-p", ""));
        feasible.Resize(cluster.Nodes.RowCount);
        feasible.Add(cluster.Nodes.RowOf("a"));
        feasible.Add(cluster.Nodes.RowOf("c"));
    }

    public async Task InitializeAsync() => server = await ExtenderServer.StartAsync();

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Fact]
    public void A_filter_that_knows_the_nodes_is_sent_names()
    {
        server.Answer = _ => """{"nodenames":["c"],"FailedNodes":{"a":"full"},"failedAndUnresolvableNodes":{"b":"broken"},"Nodes":null,"Error":""}""";
        ExtenderFilterResult result = Open(new() { FilterVerb = "filter", NodeCacheCapable = true }).Filter(pod, cluster.Nodes, feasible).Value!;
        Assert.Equal(["c"], result.Feasible);
        Assert.Equal("full", result.Failed["a"]);
        Assert.Equal("broken", result.FailedAndUnresolvable["b"]);
        (string path, string body) = Assert.Single(server.Requests);
        Assert.Equal("POST /prefix/filter", path);
        Verify.That(Pretty(body));
    }

    [Fact]
    public void A_filter_that_does_not_is_sent_nodes_and_sends_nodes()
    {
        server.Answer = _ => """{"Nodes":{"items":[{"metadata":{"name":"a"}}]}}""";
        ExtenderFilterResult result = Open(new() { FilterVerb = "filter" }).Filter(pod, cluster.Nodes, feasible).Value!;
        Assert.Equal(["a"], result.Feasible);
        Verify.That(Pretty(server.Requests[0].Body));
    }

    [Fact]
    public void A_filter_that_names_nothing_keeps_nothing()
    {
        server.Answer = _ => "null";
        Assert.Empty(Open(new() { FilterVerb = "filter" }).Filter(pod, cluster.Nodes, feasible).Value!.Feasible);
    }

    [Fact]
    public void Scores_come_by_host()
    {
        server.Answer = _ => """[{"Host":"a","Score":3},{"host":"c","score":10}]""";
        IReadOnlyList<ExtenderScore> scores = Open(new() { PrioritizeVerb = "rank", Weight = 2 }).Prioritize(pod, cluster.Nodes, feasible).Value!;
        Assert.Equal([new("a", 3), new ExtenderScore("c", 10)], scores);
        Assert.Equal("POST /prefix/rank", server.Requests[0].Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Preemption_is_asked_with_the_victims_of_every_candidate(bool nodeCacheCapable)
    {
        server.Answer = _ => """{"NodeNameToMetaVictims":{"a":{"Pods":[{"UID":"uid-v"}],"NumPDBViolations":1},"c":null}}""";
        PodInfo victim = cluster.Prepare(MakePod("v", "uid-v", "a"));
        IReadOnlyList<ExtenderVictims> answer = Open(new() { PreemptVerb = "preempt", NodeCacheCapable = nodeCacheCapable })
            .Preempt(pod, cluster.Nodes, [new(cluster.Nodes.RowOf("a"), "a", [victim], 1)]).Value!;
        Assert.Equal(["a", "c"], answer.Select(entry => entry.Node));
        Assert.Equal(["uid-v"], answer[0].PodUids);
        Assert.Equal(1, answer[0].PdbViolations);
        Assert.Empty(answer[1].PodUids);
        Verify.That(Pretty(server.Requests[0].Body), VerifySettings.Default with { Parameters = nodeCacheCapable ? "uids" : "pods" });
    }

    [Fact]
    public async Task Binding_is_asked_by_name()
    {
        HttpExtender extender = Open(new() { BindVerb = "bind" });
        Assert.True((await extender.BindAsync(pod, "c", CancellationToken.None)).IsSuccess);
        Assert.Equal("""{"PodName":"p","PodNamespace":"default","PodUID":"uid-p","Node":"c"}""", server.Requests[0].Body);
        server.Answer = _ => """{"Error":"no"}""";
        Assert.Equal(Status.Error("no").Message, (await extender.BindAsync(pod, "c", CancellationToken.None)).Message);
    }

    [Theory]
    [InlineData(200, """{"Error":"out of order"}""", "out of order")]
    [InlineData(500, "{}", "failed filter with extender at URL HERE/prefix/filter, code 500")]
    [InlineData(200, "oops", "HERE/prefix/filter: the answer is not what was expected: 'o' is an invalid start of a value")]
    [InlineData(200, "[]", "HERE/prefix/filter: the answer is not what was expected: an object with Error was expected")]
    [InlineData(200, """{"FailedNodes":{"a":1}}""", "HERE/prefix/filter: the answer is not what was expected: FailedNodes must be an object of strings")]
    public void A_failure_is_an_answer_with_an_error(int status, string body, string error)
    {
        server.Status = status;
        server.Answer = _ => body;
        Assert.Equal(error.Replace("HERE", server.Url), Open(new() { FilterVerb = "filter" }).Filter(pod, cluster.Nodes, feasible).Error);
    }

    [Fact]
    public void A_slow_answer_is_an_error_after_the_timeout()
    {
        server.Gate = new TaskCompletionSource().Task;
        HttpExtender extender = Open(new() { FilterVerb = "filter", HttpTimeout = TimeSpan.FromMilliseconds(50) });
        Assert.Equal($"{server.Url}/prefix/filter: no answer within 50ms", extender.Filter(pod, cluster.Nodes, feasible).Error);
    }

    [Fact]
    public void Nobody_there_is_an_error()
    {
        HttpExtender extender = HttpExtender.Open(new() { UrlPrefix = "http://127.0.0.1:1", FilterVerb = "filter" });
        Assert.StartsWith("http://127.0.0.1:1/filter: ", extender.Filter(pod, cluster.Nodes, feasible).Error);
    }

    [Theory]
    [InlineData("example.com/requested", true)]
    [InlineData("example.com/limited", true)]
    [InlineData("example.com/other", false)]
    [InlineData(null, true)]
    public void It_is_asked_about_pods_that_use_what_it_manages(string? resource, bool expected)
    {
        ResourceList one = ResourceList.From([KeyValuePair.Create("example.com/requested", Quantity.Parse("1"))]);
        ResourceList other = ResourceList.From([KeyValuePair.Create("example.com/limited", Quantity.Parse("1"))]);
        Pod uses = MakePod("q", "uid-q", "");
        uses = uses with
        {
            Spec = uses.Spec with
            {
                Containers = [new() { Resources = new() { Requests = one } }],
                InitContainers = [new() { Resources = new() { Limits = other } }],
            },
        };
        HttpExtender extender = Open(new() { FilterVerb = "filter", ManagedResources = resource is null ? [] : [new(resource, false)] });
        Assert.Equal(expected, extender.IsInterested(cluster.Prepare(uses)));
    }

    private static Pod MakePod(string name, string uid, string node) => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Uid = uid },
        Spec = new() { NodeName = node },
    };

    private static string Pretty(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, new JsonSerializerOptions { WriteIndented = true });
    }

    private HttpExtender Open(ExtenderOptions options) => HttpExtender.Open(options with { UrlPrefix = $"{server.Url}/prefix/" });
}
