using CommandLine;
using Scheduler.Core.Configuration;
using Scheduler.Core.Reading;

namespace Scheduler.Host.Commands;

/// <summary>Finds the verb and runs it. A new verb is a class in this folder and a line in <see cref="Verbs"/>.</summary>
public static class Cli
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongInput = 2;

    /// <summary>In the order in which <c>--help</c> lists them.</summary>
    private static readonly Type[] Verbs =
    [
        typeof(ConfigCommand),
        typeof(SnapshotCommand),
        typeof(UpCommand),
        typeof(RunCommand),
    ];

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        using StringWriter help = new();
        using Parser parser = Usage.NewParser(help);
        ParserResult<object> parsed = parser.ParseArguments(args.Select(InLong), Verbs);
        if (parsed.Value is not ICommand command) return Usage.Answer(parsed.Errors, help, terminal.Out, terminal.Error);
        try
        {
            return await command.RunAsync(terminal, cancellation);
        }
        catch (Exception e) when (e is ConfigurationException or ReadException)
        {
            terminal.Error.WriteLine(e.Message);
            return WrongInput;
        }
    }

    /// <summary><c>--v=2</c> is how Kubernetes programs write it; the parser wants long names to be longer.</summary>
    private static string InLong(string word) =>
        word == "--v" || word.StartsWith("--v=", StringComparison.Ordinal) ? string.Concat("--verbosity", word.AsSpan(3)) : word;
}
