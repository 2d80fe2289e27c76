using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers;

public sealed class ControllerLoopTests
{
    [Fact]
    public async Task Nothing_is_looked_at_before_everything_that_is_there_has_been_told()
    {
        await using var server = await TestServer.Start();
        var probe = new Probe();
        var loop = Loop(server, probe);
        loop.Take(Told("a", 1));
        Assert.False(await loop.Step(default));
        loop.Take(new Change(ChangeKind.Synced, Resources.ConfigMaps, "", 1, []));
        Assert.True(await loop.Step(default));
        Assert.False(await loop.Step(default));
        Assert.Equal("default/a", string.Join(' ', probe.Seen));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_tried_again_with_growing_pauses_and_told_of_when_it_goes_on()
    {
        await using var server = await TestServer.Start();
        var probe = new Probe { Refusals = 4 };
        List<string> told = [];
        var loop = Loop(server, probe, told.Add);
        loop.Take(Told("a", 1));
        loop.Take(new Change(ChangeKind.Synced, Resources.ConfigMaps, "", 1, []));
        await loop.Step(default);
        List<double> pauses = [];
        while (loop.NextDue is { } due)
        {
            pauses.Add((due - server.Clock.GetUtcNow()).TotalSeconds);
            server.Clock.Advance(due - server.Clock.GetUtcNow());
            await loop.Step(default);
        }
        Assert.Equal([0.2, 0.4, 0.8, 1.6], pauses);
        Assert.Equal(5, probe.Seen.Count);
        Assert.Equal("probe default/a: no", told[0]);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task A_controller_that_stumbles_over_one_key_goes_on_with_the_others()
    {
        await using var server = await TestServer.Start();
        var probe = new Probe { StumblesOver = "default/a" };
        List<string> told = [];
        var loop = Loop(server, probe, told.Add);
        loop.Take(Told("a", 1));
        loop.Take(Told("b", 2));
        loop.Take(new Change(ChangeKind.Synced, Resources.ConfigMaps, "", 1, []));
        while (await loop.Step(default))
        {
        }
        Assert.Equal("default/a default/b", string.Join(' ', probe.Seen));
        Assert.StartsWith("probe default/a: unexpected: System.InvalidOperationException", Assert.Single(told), StringComparison.Ordinal);
        Assert.NotNull(loop.NextDue);
    }

    [Fact]
    public async Task The_latest_look_says_when_the_next_one_is()
    {
        await using var server = await TestServer.Start();
        var probe = new Probe { Again = TimeSpan.FromMinutes(1) };
        var loop = Loop(server, probe);
        loop.Take(Told("a", 1));
        loop.Take(new Change(ChangeKind.Synced, Resources.ConfigMaps, "", 1, []));
        await loop.Step(default);
        probe.Again = TimeSpan.FromMinutes(2);
        loop.Take(Told("a", 2));
        await loop.Step(default);
        Assert.Equal(server.Clock.GetUtcNow().AddMinutes(2), loop.NextDue);
        probe.Again = null;
        loop.Take(Told("a", 3));
        await loop.Step(default);
        Assert.Null(loop.NextDue);
    }

    [Fact]
    public async Task Old_news_is_no_news()
    {
        await using var server = await TestServer.Start();
        var probe = new Probe();
        var loop = Loop(server, probe);
        loop.Take(new Change(ChangeKind.Synced, Resources.ConfigMaps, "", 1, []));
        loop.Take(Told("a", 5));
        await loop.Step(default);
        loop.Take(Told("a", 4));
        Assert.False(await loop.Step(default));
    }

    private static ControllerLoop Loop(TestServer server, Probe probe, Action<string>? refused = null)
    {
        var client = new ApiClient(new HttpClient(new InProcessHandler(server.Server, TestServer.Admin)) { BaseAddress = new Uri("http://test") });
        return new ControllerLoop(new ClusterView(client, server.Clock), server.Clock, [probe]) { Refused = refused };
    }

    private static Change Told(string name, long version)
    {
        var document = TestServer.Document("v1", "ConfigMap", name);
        document.Metadata()["namespace"] = "default";
        document.Metadata()["uid"] = name;
        document.Metadata()["resourceVersion"] = $"{version}";
        return new Change(ChangeKind.Set, Resources.ConfigMaps, $"default/{name}", version, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    private sealed class Probe : IController
    {
        public List<string> Seen { get; } = [];

        public int Refusals { get; set; }

        public TimeSpan? Again { get; set; }

        public string StumblesOver { get; init; } = "";

        public string Name => "probe";

        public IReadOnlyList<ApiResource> Watches { get; } = [Resources.ConfigMaps];

        public IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted) => [document.Key()];

        public Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation)
        {
            Seen.Add(key);
            if (key == StumblesOver) throw new InvalidOperationException("stumbled");
            return Refusals-- > 0 ? throw new ApiCallException("no") : Task.FromResult(Again);
        }
    }
}
