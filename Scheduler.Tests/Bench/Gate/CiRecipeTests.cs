using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Scheduler.Core.Configuration;

namespace Scheduler.Tests.Bench.Gate;

/// <summary>Executes what docs/ci.md says, as it is written there. Variables make it small; limits on time are wide, as a test asserts none.</summary>
public sealed partial class CiRecipeTests : IDisposable
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "ci.md"));

    private readonly string folder = Directory.CreateTempSubdirectory("recipe").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_shell_recipe_passes_a_plugin_that_changes_nothing()
    {
        string dll = Path.Combine(folder, "TeamNodes.dll");
        PluginSources.Compile(PluginSources.OfTheGuide, dll);
        (int exitCode, string output) = Bash(Block("bash"), [.. Small(), ("HEAD", "fixtures/ci/plugin.yaml"), ("PLUGIN", dll)]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("845 pods in both logs, 0 differences", output, StringComparison.Ordinal);
        Assert.Contains("gate: ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "out", "gate.xml")));
    }

    [Fact]
    public void The_shell_recipe_fails_a_configuration_that_moves_pods()
    {
        (int exitCode, string output) = Bash(Block("bash"), [.. Small(), ("HEAD", "fixtures/whatif/most-allocated.yaml")]);
        Assert.True(exitCode == 1, output);
        Assert.Contains("too much: 767 pods moved", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_steps_of_the_workflow_run()
    {
        string summary = Path.Combine(folder, "summary.md");
        using JsonDocument workflow = SchedulerConfiguration.ParseDocument(Block("yaml"), "docs/ci.md");
        JsonElement job = workflow.RootElement.GetProperty("jobs").GetProperty("gate");
        string[] steps = [.. job.GetProperty("steps").EnumerateArray().Where(step => step.TryGetProperty("run", out _)).Select(step => step.GetProperty("run").GetString()!)];
        Assert.Equal(3, steps.Length);
        foreach (string step in steps)
        {
            string script = step.Replace("recipe.sh", Path.Combine(folder, "recipe.sh"), StringComparison.Ordinal);
            (int exitCode, string output) = Bash(script, [.. Small(), ("GITHUB_STEP_SUMMARY", summary)]);
            Assert.True(exitCode == 0, output);
        }

        Assert.Contains("0 differences", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void The_thresholds_on_the_page_are_those_of_the_file()
    {
        string[] written = Entries(Blocks("yaml").Single(block => block.StartsWith("decisions:", StringComparison.Ordinal)));
        Assert.Equal(Entries(File.ReadAllText(Fixtures.PathOf("ci/thresholds.yaml"))), written);

        static string[] Entries(string text) => [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
    }

    private (string Name, string Value)[] Small()
    {
        string thresholds = Path.Combine(folder, "thresholds.yaml");
        File.WriteAllText(thresholds, "bytesPercent: 1000\nbytesAbsolute: 100000\nworkPercent: 1000\nexponent: 9\nmarginPercent: 5000\npairsStep: 4\npairsMax: 4\n");
        return
        [
            ("BENCH", typeof(Scheduler.Bench.Replay.Replayer).Assembly.Location), ("WORKLOAD", "misc/SchedulingBasic/5Nodes"), ("THRESHOLDS", thresholds), ("OUT", Path.Combine(folder, "out")),
        ];
    }

    private static (int ExitCode, string Output) Bash(string script, (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Fixtures.Repository };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static string Block(string language) => Blocks(language)[0];

    private static string[] Blocks(string language) =>
        [.. CodeBlock().Matches(Guide).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
