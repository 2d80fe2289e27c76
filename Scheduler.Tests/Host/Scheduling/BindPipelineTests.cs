using System.Text.Json.Nodes;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Objects;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling.Writing;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>A binding ends only when it is known what became of it.</summary>
public sealed class BindPipelineTests
{
    private static readonly PodInfo Pod = new Cluster().Prepare(new Pod { Metadata = new() { Name = "p", Namespace = "default", Uid = "u" } });

    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_conflict_whose_pod_is_on_the_node_is_a_success()
    {
        StubClient client = new(call => call.Method == HttpMethod.Post ? StubClient.Answer(409) : PodOn("n", "u"));
        Assert.True((await Bind(client)).IsSuccess);
    }

    [Theory]
    [InlineData("other", "u")]
    [InlineData("", "u")]
    [InlineData("n", "another pod of the name")]
    public async Task A_conflict_whose_pod_is_elsewhere_is_a_failure(string node, string uid)
    {
        StubClient client = new(call => call.Method == HttpMethod.Post ? StubClient.Answer(409, "already assigned") : PodOn(node, uid));
        Status status = await Bind(client);
        Assert.Equal((StatusCode.Error, "already assigned"), (status.Code, status.Message));
    }

    [Fact]
    public async Task Without_an_answer_the_binding_is_sent_again_until_there_is_one()
    {
        int sent = 0;
        StubClient client = new((_, _) => ++sent < 6 ? throw new HttpRequestException("refused") : Task.FromResult(StubClient.Answer(201)));
        Task<Status> binding = Bind(client);
        while (!binding.IsCompleted) await clock.AdvanceToNext(TimeSpan.FromMinutes(1));
        Assert.True((await binding).IsSuccess);
        Assert.Equal(6, sent);
    }

    [Fact]
    public async Task An_error_of_the_server_that_stays_is_settled_by_the_pods_own_word()
    {
        StubClient client = new(call => call.Method == HttpMethod.Post ? StubClient.Answer(500) : PodOn("n", "u"));
        Task<Status> binding = Bind(client);
        while (!binding.IsCompleted) await clock.AdvanceToNext(TimeSpan.FromMinutes(1));
        Assert.True((await binding).IsSuccess);
        Assert.Equal(3, client.Calls.Count(call => call.Method == HttpMethod.Post));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(422)]
    public async Task What_the_server_refuses_for_good_is_not_sent_again(int status)
    {
        StubClient client = new(_ => StubClient.Answer(status, "no"));
        Assert.Equal("no", (await Bind(client)).Message);
        Assert.Single(client.Calls);
    }

    [Fact]
    public async Task Who_does_not_lead_sends_nothing()
    {
        StubClient client = new(_ => StubClient.Answer(201));
        BindPipeline pipeline = new(client, clock, 1, CancellationToken.None) { MayWrite = () => false };
        Assert.Equal(StatusCode.Error, (await pipeline.BindAsync(Pod, "n", CancellationToken.None)).Code);
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task No_more_are_on_their_way_than_allowed_and_one_that_waits_can_be_withdrawn()
    {
        TaskCompletionSource<ApiAnswer> answer = new();
        StubClient client = new((_, _) => answer.Task);
        BindPipeline pipeline = new(client, clock, 1, CancellationToken.None);
        Task<Status> first = pipeline.BindAsync(Pod, "n", CancellationToken.None);
        using CancellationTokenSource withdrawn = new();
        Task<Status> second = pipeline.BindAsync(Pod, "n", withdrawn.Token);
        Assert.Single(client.Calls);
        Assert.Equal(2, pipeline.PendingCount);
        await withdrawn.CancelAsync();
        Assert.True((await second).Code.IsRejection());
        answer.SetResult(StubClient.Answer(201));
        Assert.True((await first).IsSuccess);
        Assert.Equal(0, pipeline.PendingCount);
    }

    private Task<Status> Bind(StubClient client) => new BindPipeline(client, clock, 4, CancellationToken.None).BindAsync(Pod, "n", CancellationToken.None);

    private static ApiAnswer PodOn(string node, string uid) =>
        new(200, new JsonObject { ["metadata"] = new JsonObject { ["uid"] = uid }, ["spec"] = new JsonObject { ["nodeName"] = node } });
}
