using CommandLine;
using CommandLine.Text;

namespace Scheduler.Host.Commands;

/// <summary>Answers a command line that names no work to do: help was asked for, or something in it is wrong.</summary>
public static class Usage
{
    /// <summary>A parser that writes its help where <see cref="Answer"/> finds it.</summary>
    public static Parser NewParser(TextWriter help) => new(settings =>
    {
        settings.HelpWriter = help;
        settings.CaseInsensitiveEnumValues = true;
    });

    /// <summary>Help goes to standard output, exit code 0; anything wrong is one line on standard error, exit code 2.</summary>
    public static int Answer(IEnumerable<Error> errors, TextWriter help, TextWriter output, TextWriter error)
    {
        Error[] found = [.. errors];
        if (found.IsHelp() || found.IsVersion() || Array.Exists(found, one => one is NoVerbSelectedError))
        {
            bool asked = found[0] is not NoVerbSelectedError;
            (asked ? output : error).Write(help.ToString());
            return asked ? Cli.Done : Cli.WrongInput;
        }

        error.WriteLine($"{string.Join("; ", found.Select(Sentence))} (--help lists what there is)");
        return Cli.WrongInput;
    }

    private static string Sentence(Error error) => error switch
    {
        MissingRequiredOptionError { NameInfo.NameText: "" } => "a file or folder is missing",
        BadFormatConversionError bad => $"--{bad.NameInfo.NameText}: cannot be read as a value of this option",
        _ => SentenceBuilder.Create().FormatError(error).TrimEnd('.'),
    };
}
