using Scheduler.Bench.Perf;
using Scheduler.Bench.Perf.Bounds;
using Scheduler.Core.Cycle;

namespace Scheduler.Tests.Bench.Perf;

/// <summary>Every bound can be measured: a hundredth of its size, and whether it holds is not looked at.</summary>
public sealed class BoundsTests
{
    private static readonly BoundRun Small = new(
        new PerfOptions { Scale = 0.01, Rounds = 1, WarmUp = 0, Folder = Fixtures.PathOf("workloads") }, EngineKind.Incremental);

    /// <summary>Those that start a process are tried through the verb.</summary>
    public static TheoryData<string> InProcess => [.. AllBounds.List.Select(bound => bound.Name).Where(name => !name.StartsWith("rss", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(InProcess))]
    public void A_bound_gives_a_figure(string name)
    {
        Bound bound = AllBounds.List.Single(bound => bound.Name == name);
        BoundFigure figure = bound.Measure(Small);
        Assert.True(double.IsFinite(figure.Value), $"{name}: {figure.Value}");
        Assert.NotEmpty(figure.Detail);
    }

    [Fact]
    public void A_process_that_holds_a_cluster_says_what_it_takes()
    {
        BenchProgram.Result result = BenchProgram.Run("perf", "--bounds", "--only", "rss-150k", "--scale", "0.01", "--output", "markdown");
        Assert.Equal((0, "1 of 1: rss-150k\n"), (result.ExitCode, result.Error));
        Assert.StartsWith("| pass | rss-150k | RSS: 5,000 nodes, 150,000 pods |", result.Output.Split('\n')[2]);
        Assert.Contains("50 nodes, 3,500 pods, 2,000 of 2,000 decisions placed", result.Output);
    }

    [Fact]
    public void Names_of_bounds_are_distinct() => Assert.Distinct(AllBounds.List.Select(bound => bound.Name));

    [Fact]
    public void A_name_that_is_no_bound_is_one_line_and_code_2()
    {
        BenchProgram.Result result = BenchProgram.Run("perf", "--bounds", "--only", "none");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("--only none: is no bound; there are one-shape, thousand-shapes,", result.Error);
    }
}
