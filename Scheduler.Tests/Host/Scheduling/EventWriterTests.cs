using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling;
using Scheduler.Host.Scheduling.Writing;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>One event a story: repeats are its series.</summary>
public sealed class EventWriterTests
{
    private static readonly PodReference Pod = new("default", "p", "u", "7");

    private readonly ManualClock clock = new();
    private readonly StubClient client = new(_ => StubClient.Answer(201));

    [Fact]
    public async Task A_repeat_is_a_patch_of_the_first_ones_series()
    {
        await Tell("FailedScheduling", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.Zero);
        ApiCall[] calls = [.. client.Calls];
        Assert.Equal([HttpMethod.Post, HttpMethod.Patch, HttpMethod.Patch], calls.Select(call => call.Method));
        Assert.EndsWith(calls[0].Body!.ObjectName(), calls[1].Path, StringComparison.Ordinal);
        Assert.Equal([2, 3], calls[1..].Select(call => (int)call.Body!.Child("series")!.Number("count")!));
    }

    [Fact]
    public async Task Repeats_within_seconds_are_counted_and_not_written()
    {
        await Tell("FailedScheduling", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), TimeSpan.Zero);
        ApiCall[] calls = [.. client.Calls];
        Assert.Equal(2, calls.Length);
        Assert.Equal(4, calls[1].Body!.Child("series")!.Number("count"));
    }

    [Fact]
    public async Task After_minutes_of_silence_a_new_event_begins()
    {
        await Tell("FailedScheduling", TimeSpan.FromMinutes(7), TimeSpan.Zero);
        Assert.Equal([HttpMethod.Post, HttpMethod.Post], client.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task The_document_is_that_of_events_k8s_io()
    {
        await Tell("FailedScheduling", TimeSpan.Zero);
        ApiCall call = Assert.Single(client.Calls);
        Assert.Equal("/apis/events.k8s.io/v1/namespaces/default/events", call.Path);
        JsonObject document = call.Body!;
        Assert.Equal("2026-01-01T00:00:00.000000Z", document.Text("eventTime"));
        Assert.Equal(("ours", "ours-host"), (document.Text("reportingController"), document.Text("reportingInstance")));
        Assert.Equal(("u", "7"), (document.Child("regarding")!.Text("uid"), document.Child("regarding")!.Text("resourceVersion")));
    }

    /// <summary>Tells the same again and again, with so much time after each.</summary>
    private async Task Tell(string reason, params TimeSpan[] pauses)
    {
        EventWriter writer = new(client, clock, new LiveOptions { Instance = "host", ReportsInFlightMax = 1 }, _ => Task.CompletedTask);
        using CancellationTokenSource stop = new();
        Task running = writer.RunAsync(stop.Token);
        foreach (TimeSpan pause in pauses)
        {
            writer.Put(new(Pod, null, "Warning", reason, "Scheduling", "no", "ours", clock.GetUtcNow()));
            while (writer.WaitingCount > 0) await Task.Yield();
            clock.Advance(pause);
        }

        await stop.CancelAsync();
        await running;
    }
}
