using System.Text.Json;

namespace Scheduler.Tests.Bench.Diff;

public sealed class DiffTests : IDisposable
{
    private const string Dump = "fixtures/clusters/eu-1.json.gz";

    private readonly string folder = Directory.CreateTempSubdirectory("diff").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_log_against_itself_and_its_repetition_is_empty()
    {
        string a = Log("a.log.gz"), b = Log("b.log");
        foreach (string other in (string[])[a, b])
        {
            BenchProgram.Result result = BenchProgram.Run("diff", a, other, "--max-moved", "0", "--max-pending", "0");
            Assert.Equal((0, "845 pods in both logs, 0 differences"), (result.ExitCode, result.Output.TrimEnd()));
        }
    }

    [Fact]
    public void Every_moved_pod_has_the_plugin_that_turned_it()
    {
        JsonElement diff = Json(out int exitCode, Log("a.log"), Log("b.log", "--config", "fixtures/whatif/most-allocated.yaml"), "--max-moved", "10%");
        JsonElement[] moved = [.. diff.GetProperty("pods").EnumerateArray().Where(pod => pod.GetProperty("change").GetString() == "moved")];
        Assert.Equal(1, exitCode);
        Assert.Equal(diff.GetProperty("summary").GetProperty("moved").GetInt32(), moved.Length);
        Assert.All(moved, pod => Assert.NotEqual("", pod.GetProperty("plugin").GetString()));
        Assert.Contains(moved, pod => pod.GetProperty("plugin").GetString() == "NodeResourcesFit");
    }

    [Fact]
    public void Intended_changes_do_not_count()
    {
        string a = Log("a.log"), b = Log("b.log", "--seed", "7"), accept = Path.Combine(folder, "accept.yaml");
        Json(out int exitCode, a, b, "--max-moved", "0", "--write-accept", accept);
        Assert.Equal(1, exitCode);
        JsonElement accepted = Json(out exitCode, a, b, "--max-moved", "0", "--accept", accept);
        Assert.Equal((0, 0), (exitCode, accepted.GetProperty("pods").GetArrayLength()));
        Assert.True(accepted.GetProperty("accepted").GetInt32() > 0);
    }

    [Fact]
    public void Files_that_are_no_logs_are_refused()
    {
        string broken = Path.Combine(folder, "broken.log");
        File.WriteAllText(broken, """{"kind":"SchedulerDecisionLog","formatVersion":1,"nodes":[]}""" + "\n{\"pod\":\"a/b\"}\n");
        Assert.Equal((2, $"{broken}: line 2 is no line of a decision log"), Refused(broken));
        File.WriteAllText(broken, """{"kind":"SchedulerDecisionLog","formatVersion":99,"nodes":[]}""");
        Assert.Equal((2, $"{broken}: has format version 99, not 1"), Refused(broken));
        Assert.Equal((2, "README.md: line 1 is no line of a decision log"), Refused("README.md"));
    }

    private static (int ExitCode, string Error) Refused(string file)
    {
        BenchProgram.Result result = BenchProgram.Run("diff", file, file);
        string[] parts = result.Error.TrimEnd().Split(": ");
        return (result.ExitCode, $"{parts[0]}: {parts[1]}");
    }

    private static JsonElement Json(out int exitCode, params string[] arguments)
    {
        BenchProgram.Result result = BenchProgram.Run(["diff", .. arguments, "--output", "json"]);
        exitCode = result.ExitCode;
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private string Log(string name, params string[] options)
    {
        string path = Path.Combine(folder, name);
        BenchProgram.Result result = BenchProgram.Run(["replay", Dump, "--from-scratch", "--log", path, .. options]);
        Assert.True(result.ExitCode == 0, result.Error);
        return path;
    }
}
