using Scheduler.Tests.Host.Extenders;

namespace Scheduler.Tests.Bench.Replay;

/// <summary>A replay that asks an extender which this test runs.</summary>
public sealed class ExtenderReplayTests : IAsyncLifetime
{
    private const string Dump = """
        {"apiVersion":"v1","kind":"List","items":[
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"status":{"allocatable":{"cpu":"4","pods":"10"}}},
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"n2"},"status":{"allocatable":{"cpu":"4","pods":"10"}}},
          {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"a","uid":"u"},"spec":{"containers":[{"name":"c"}]}}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("extender-").FullName;
    private ExtenderServer server = null!;

    public async Task InitializeAsync() => server = await ExtenderServer.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_extender_chooses()
    {
        server.Answer = _ => """{"NodeNames":["n2"],"FailedNodes":{"n1":"not today"}}""";
        BenchProgram.Result result = Replay("5s");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("1 placed, 0 pending", result.Output, StringComparison.Ordinal);
        Assert.Contains("n2", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_extender_leaves_the_pod_waiting_and_says_why()
    {
        server.Status = 500;
        BenchProgram.Result result = Replay("5s");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("0 placed, 1 pending", result.Output, StringComparison.Ordinal);
        Assert.Contains("code 500", result.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_extender_is_not_waited_for()
    {
        server.Gate = new TaskCompletionSource().Task;
        BenchProgram.Result result = Replay("200ms");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("0 placed, 1 pending", result.Output, StringComparison.Ordinal);
    }

    private BenchProgram.Result Replay(string timeout)
    {
        string dump = Path.Combine(folder, "dump.json"), config = Path.Combine(folder, "config.yaml");
        File.WriteAllText(dump, Dump);
        File.WriteAllText(config, $$"""
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            extenders: [{urlPrefix: "{{server.Url}}", filterVerb: filter, nodeCacheCapable: true, httpTimeout: {{timeout}}}]
            """);
        return BenchProgram.Run("replay", dump, "--config", config);
    }
}
