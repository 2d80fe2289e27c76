using System.Text.Json;
using System.Xml.Linq;

namespace Scheduler.Tests.Bench.Gate;

public sealed class GateTests : IDisposable
{
    private const string Small = "misc/SchedulingBasic/5Nodes";

    private readonly string folder = Directory.CreateTempSubdirectory("gate").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_planted_square_is_caught_at_2000_nodes_by_exponents_alone()
    {
        string dll = Path.Combine(folder, "Planted.dll"), config = Path.Combine(folder, "planted.yaml"), junit = Path.Combine(folder, "gate.xml");
        PluginSources.Compile(PluginSources.Quadratic, dll);
        File.WriteAllText(config, File.ReadAllText(Fixtures.PathOf("ci/plugin.yaml")).Replace("TeamNodes", "Planted", StringComparison.Ordinal));
        BenchProgram.Result result = BenchProgram.Run(
            "gate", "--folder", "fixtures/ci/workloads", "--workload", "gate/*", "--head-config", config, "--head-plugin", dll, "--exact-only", "--rounds", "1", "--growth-runs", "1",
            "--output", "json", "--junit", junit);
        Assert.True(result.ExitCode == 1, result.Error);
        JsonElement[] exact = [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("exact").EnumerateArray()];
        Assert.Equal("pass", Verdict(exact, "decisions"));
        Assert.Equal("fail", Verdict(exact, "exponent of time"));
        Assert.Contains(XDocument.Load(junit).Descendants("failure"), failure => failure.Parent!.Attribute("name")!.Value == "exponent of time");
    }

    [Fact]
    public void Other_decisions_fail_unless_they_may_differ()
    {
        string any = Path.Combine(folder, "any.yaml");
        File.WriteAllText(any, "decisions: any\nbytesPercent: 1000\nworkPercent: 1000\nexponent: 9\n");
        string[] arguments = ["gate", "--snapshot", "fixtures/clusters/eu-2.json.gz", "--head-config", "fixtures/whatif/most-allocated.yaml", "--exact-only", "--rounds", "1", "--output", "markdown"];
        BenchProgram.Result strict = BenchProgram.Run(arguments);
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("| decisions |", strict.Output, StringComparison.Ordinal);
        Assert.Equal(0, BenchProgram.Run([.. arguments, "--thresholds", any]).ExitCode);
    }

    [Fact]
    public void A_baseline_is_an_artifact_that_later_builds_are_compared_with()
    {
        string file = Path.Combine(folder, "baseline.json");
        string[] arguments = ["gate", "--workload", Small, "--exact-only", "--rounds", "1", "--growth-runs", "1"];
        Assert.Equal(0, BenchProgram.Run(["gate", "--snapshot", "fixtures/clusters/eu-2.json.gz", "--exact-only", "--rounds", "1", "--write-baseline", file]).ExitCode);
        Assert.Equal(0, BenchProgram.Run(["gate", "--snapshot", "fixtures/clusters/eu-2.json.gz", "--rounds", "1", "--baseline", file]).ExitCode);
        BenchProgram.Result other = BenchProgram.Run([.. arguments, "--baseline", file]);
        Assert.Equal((2, $"{file}: does not have {Small}"), (other.ExitCode, other.Error.TrimEnd().Split('\n')[^1]));
        File.WriteAllText(file, "{}");
        Assert.Equal(2, BenchProgram.Run([.. arguments, "--baseline", file]).ExitCode);
    }

    [Fact]
    public void A_budget_that_is_spent_leaves_times_inconclusive()
    {
        string loose = Path.Combine(folder, "loose.yaml");
        File.WriteAllText(loose, "exponent: 9\n");
        BenchProgram.Result result = BenchProgram.Run("gate", "--workload", Small, "--rounds", "1", "--growth-runs", "1", "--budget-minutes", "0", "--thresholds", loose);
        Assert.True(result.ExitCode == 3, result.Error + result.Output);
    }

    [Theory]
    [InlineData("gate: nothing to play", "")]
    [InlineData("--base nowhere: no such file or folder", "--workload misc/SchedulingBasic/5Nodes --base nowhere")]
    [InlineData("nope.yaml: no such file", "--workload misc/SchedulingBasic/5Nodes --head-config nope.yaml")]
    [InlineData("README.md: no assembly that can be loaded", "--workload misc/SchedulingBasic/5Nodes --head-plugin README.md")]
    [InlineData("--snapshot nope: no such file or folder", "--snapshot nope")]
    public void Bad_input_is_one_line_and_exit_code_2(string message, string options)
    {
        BenchProgram.Result result = BenchProgram.Run(["gate", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private static string? Verdict(JsonElement[] exact, string what) =>
        exact.Single(check => check.GetProperty("what").GetString() == what).GetProperty("verdict").GetString();
}
