using Scheduler.Host.Commands;

namespace Scheduler.Tests.Host.Commands;

public sealed class UpCommandTests
{
    [Theory]
    [InlineData("--controllers deployment,foo", "up: --controllers: there is no controller foo: write all, none, or some of serviceaccount, root-ca,")]
    [InlineData("--controllers ,", "up: --controllers: no controller is named")]
    [InlineData("--nodes -1", "up: --nodes takes 0 to 62500")]
    [InlineData("--port 70000", "up: --port takes 0 to 65535")]
    [InlineData("--demo --scheduler none", "up: --demo shows what the built-in scheduler does")]
    [InlineData("--demo --controllers deployment", "up: --demo needs the controllers serviceaccount, node-lifecycle, replicaset, too")]
    [InlineData("--demo --nodes 0", "up: --demo needs nodes")]
    [InlineData("--load /none-such", "/none-such: no such file or folder")]
    [InlineData("--node-template /none-such", "/none-such: no such file")]
    [InlineData("--store paper", "--store: cannot be read as a value of this option (--help lists what there is)")]
    public async Task What_cannot_be_done_is_said_in_one_line(string options, string expected)
    {
        using StringWriter output = new(), error = new();
        int exit = await Cli.RunAsync(["up", .. options.Split(' ')], new Terminal(output, error), CancellationToken.None);
        Assert.Equal(Cli.WrongInput, exit);
        Assert.StartsWith(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
