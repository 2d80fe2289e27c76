using System.Reflection;
using Scheduler.Bench.Micro;

namespace Scheduler.Tests.Bench.Micro;

/// <summary>Every benchmark, once, in a small size: it sets up, and both ways of asking agree. No times are asserted.</summary>
public sealed class MicroTests
{
    private const int Small = 70;

    public static TheoryData<Type> Types => [.. MicroCommand.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_benchmark_runs_in_a_small_size(Type type)
    {
        object bench = Activator.CreateInstance(type)!;
        foreach (string size in (string[])["Nodes", "Rows"]) type.GetProperty(size)?.SetValue(bench, Small);
        type.GetMethod("Setup")?.Invoke(bench, null);
        foreach (MethodInfo method in MicroCommand.Methods(type)) method.Invoke(bench, null);
    }

    [Fact]
    public void Every_plugin_that_filters_or_scores_has_a_folder_or_a_reason()
    {
        // Devices: what they cost depends on claims that other programs allocate. Binding is the network's price.
        string[] without = ["DynamicResources", "DefaultBinder"];
        IEnumerable<string> expected = Scheduler.Plugins.DefaultPlugins.Catalog.All.Select(plugin => plugin.Name).Except(without);
        string[] folders = [.. MicroCommand.Types.Select(type => type.Namespace!.Split('.')[^1])];
        Assert.Empty(expected.Except(folders));
    }

    [Fact]
    public void The_verb_lists_and_runs()
    {
        BenchProgram.Result list = BenchProgram.Run("micro", "--list", "--filter", "*NoOpBench*");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("Scheduler.Bench.Micro.NoOp.NoOpBench.Filter\n", list.Output);
        BenchProgram.Result none = BenchProgram.Run("micro", "--filter", "nothing");
        Assert.Equal((2, "--filter nothing: no benchmark matches\n"), (none.ExitCode, none.Error));
    }
}
