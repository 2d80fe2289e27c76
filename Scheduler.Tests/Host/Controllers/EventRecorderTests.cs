using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.InProcess;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Controllers;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers;

public sealed class EventRecorderTests
{
    [Fact]
    public async Task The_same_message_about_the_same_object_counts_up()
    {
        await using var server = await TestServer.Start();
        var recorder = Recorder(server);
        var about = await server.CreateConfigMap("c");
        for (var times = 0; times < 3; times++)
        {
            recorder.Warning("tester", about, "Again", "it happens");
            await recorder.WriteAll(default);
            server.Clock.Advance(TimeSpan.FromSeconds(10));
        }
        recorder.Normal("tester", about, "Once", "something else");
        await recorder.WriteAll(default);

        var events = (await server.Get(Resources.Events.Path("default"))).Children("items").ToDictionary(one => one.Text("reason")!);
        Assert.Equal("3 Warning tester c", $"{events["Again"]["count"]} {events["Again"].Text("type")} {events["Again"]["source"]!["component"]} {events["Again"]["involvedObject"]!["name"]}");
        Assert.Equal("2026-01-01T00:00:00Z 2026-01-01T00:00:20Z", $"{events["Again"].Text("firstTimestamp")} {events["Again"].Text("lastTimestamp")}");
        Assert.Equal(1, (int)events["Once"]["count"]!);
    }

    [Fact]
    public async Task An_object_is_told_of_so_often_at_once_and_then_seldom()
    {
        await using var server = await TestServer.Start();
        var recorder = Recorder(server);
        var noisy = await server.CreateConfigMap("noisy");
        var quiet = await server.CreateConfigMap("quiet");
        for (var i = 0; i < 100; i++) recorder.Normal("tester", noisy, "Noise", $"number {i}");
        recorder.Normal("tester", quiet, "Quiet", "heard all the same");
        await recorder.WriteAll(default);
        Assert.Equal(26, (await server.Get(Resources.Events.Path("default"))).Children("items").Count());

        server.Clock.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 100; i++) recorder.Normal("tester", noisy, "Noise", $"later {i}");
        await recorder.WriteAll(default);
        Assert.Equal(27, (await server.Get(Resources.Events.Path("default"))).Children("items").Count());
    }

    private static EventRecorder Recorder(TestServer server) =>
        new(new ApiClient(new HttpClient(new InProcessHandler(server.Server, TestServer.Admin)) { BaseAddress = new Uri("http://test") }), server.Clock);
}
