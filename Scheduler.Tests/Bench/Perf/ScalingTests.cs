using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Scheduler.Tests.Bench.Perf;

public sealed class ScalingTests
{
    [Fact]
    public void Every_size_has_a_point_and_the_plot_is_a_picture()
    {
        string plot = Path.Combine(Path.GetTempPath(), $"scaling-{Guid.NewGuid():n}.svg");
        BenchProgram.Result result = BenchProgram.Run(
            "perf", "--scaling", "--workload", "bounds/OneShape/*", "--scale", "0.01", "--rounds", "2", "--warm-up", "0", "--plot", plot, "--output", "json");
        Assert.Equal(0, result.ExitCode);
        JsonNode curve = Assert.Single(JsonNode.Parse(result.Output)!["curves"]!.AsArray())!;
        Assert.Equal([10, 30, 100, 300, 1000], curve["points"]!.AsArray().Select(point => (int)point!["nodes"]!));
        Assert.True((double)curve["exponent"]!["low"]! <= (double)curve["exponent"]!["high"]!);
        Assert.Equal("svg", XElement.Load(plot).Name.LocalName);
        File.Delete(plot);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_one_line_and_code_2()
    {
        BenchProgram.Result result = BenchProgram.Run(
            "perf", "--scaling", "--workload", "bounds/OneShape/*", "--scale", "0.002", "--rounds", "1", "--warm-up", "0", "--plot", "/no/such/folder/x.svg");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--plot: Could not find a part of the path", result.Error);
    }
}
