using System.Text.Json;

namespace Scheduler.Tests.Bench.Replay;

public sealed class ReplayTests
{
    [Fact]
    public void Pending_pods_of_a_dump_get_exactly_the_message_of_the_reference()
    {
        JsonElement result = Json("replay", "fixtures/clusters/eu-1.json.gz", "--output", "json");
        Assert.Equal(0, result.GetProperty("placed").GetInt32());
        Assert.Equal(21, result.GetProperty("pending").GetInt32());
        Assert.Equal(21, result.GetProperty("agreement").GetProperty("sameMessage").GetInt32());
    }

    [Fact]
    public void From_scratch_every_movable_pod_gets_a_turn()
    {
        JsonElement result = Json("replay", "fixtures/clusters/eu-1.json.gz", "--from-scratch", "--output", "json");

        // 1,265 pods, 420 of them of daemon sets.
        Assert.Equal(845, result.GetProperty("pods").GetArrayLength());
        Assert.Equal(845, result.GetProperty("placed").GetInt32() + result.GetProperty("pending").GetInt32());
        Assert.Equal(64, result.GetProperty("decisionHash").GetString()!.Length);
    }

    [Fact]
    public void The_tight_cluster_replays()
    {
        JsonElement result = Json("replay", "fixtures/clusters/eu-2.json.gz", "--output", "json", "--check", "full");
        Assert.Equal(16, result.GetProperty("pods").GetArrayLength());
    }

    [Fact]
    public void An_explanation_has_the_reason_of_each_node()
    {
        BenchProgram.Result result = BenchProgram.Run("replay", "fixtures/clusters/eu-1.json.gz", "--explain", "ml/train5-zx4n4");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(195, Count(result.Output, "NodeResourcesFit  "));
        Assert.Equal(5, Count(result.Output, "TaintToleration  "));
    }

    [Fact]
    public void A_running_pod_can_be_explained_as_if_it_came_anew()
    {
        BenchProgram.Result result = BenchProgram.Run("replay", "fixtures/clusters/eu-1.json.gz", "--explain", "kube-system/coredns-0");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no such pod in the dump", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_can_be_written_to_a_file()
    {
        string file = Path.Combine(Path.GetTempPath(), $"replay-{Environment.ProcessId}.json");
        try
        {
            BenchProgram.Result result = BenchProgram.Run("replay", "fixtures/clusters/eu-1.json.gz", "--out", file);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("0 placed, 21 pending", result.Output, StringComparison.Ordinal);
            Assert.Equal(21, JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("pending").GetInt32());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JsonElement Json(params string[] arguments)
    {
        BenchProgram.Result result = BenchProgram.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
