using Spectre.Console;

namespace Scheduler.Bench.Output;

/// <summary>The two places that people look at. Tables keep their width where the output is no terminal.</summary>
public static class Terminal
{
    private const int WidthWithoutTerminal = 160;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Make(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error: progress and warnings.</summary>
    public static IAnsiConsole Error { get; } = Make(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
