using Scheduler.Host.Commands;

namespace Scheduler.Tests.Host.Commands;

/// <summary>What cannot be used is said in one line, and nothing is started.</summary>
public sealed class RunCommandTests
{
    [Theory]
    [InlineData("--scheduler-name a --config b", "--scheduler-name is a shorthand")]
    [InlineData("--port 70000", "--port and --insecure-port take")]
    [InlineData("--binds-in-flight 0", "--binds-in-flight takes")]
    [InlineData("--check sample:1/0", "\"sample:1/0\" is no check: --check takes none, full or sample:1/N")]
    [InlineData("--check full --check-reports no-such-folder", "--check-reports no-such-folder: no such folder")]
    [InlineData("--kubeconfig no-such-file --scheduler-name a", "no-such-file")]
    [InlineData("--config no-such-file", "no-such-file")]
    [InlineData("--feature-gates Nonsense=maybe --scheduler-name a", "--feature-gates")]
    [InlineData("--log-format yaml", "--log-format")]
    public async Task Wrong_input_is_one_line_and_exit_code_2(string arguments, string expected)
    {
        using StringWriter output = new(), error = new();
        int exit = await Cli.RunAsync(["run", .. arguments.Split(' ')], new(output, error), CancellationToken.None);
        Assert.Equal(2, exit);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }
}
