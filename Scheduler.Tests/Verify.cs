using System.Runtime.CompilerServices;
using System.Text;
using Xunit.Sdk;

namespace Scheduler.Tests;

/// <summary>Compares what people read (decisions, messages, reports) with a file beside the test, in the convention of the Verify library.</summary>
/// <remarks>
/// The text that a test expects is in <c>Class.Method.verified.txt</c>. On a difference the text that came is written to <c>Class.Method.received.txt</c>,
/// and the test fails; whoever finds the new text right renames the file. A later match removes the received file.
/// </remarks>
public static class Verify
{
    /// <summary>Fails unless <paramref name="received"/> is the text of the verified file.</summary>
    /// <param name="received">The text that came.</param>
    /// <param name="settings">Scrubbers and parts of the file name; null for none.</param>
    /// <param name="file">The test's source file: its name is the class, its folder is where the texts are.</param>
    /// <param name="method">The test method.</param>
    public static void That(string received, VerifySettings? settings = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        settings ??= VerifySettings.Default;
        string source = OnThisMachine(file);
        string parameters = settings.Parameters.Length == 0 ? "" : $"_{settings.Parameters}";
        string name = $"{Path.GetFileNameWithoutExtension(source)}.{method}{parameters}";
        if (Difference(Path.Combine(Path.GetDirectoryName(source)!, name), settings.Extension, settings.Scrub(received)) is { } difference)
            throw new XunitException(difference);
    }

    /// <summary>Compares a text with a verified file and keeps the received file in step; null where they are equal, else what differs.</summary>
    internal static string? Difference(string pathWithoutEnding, string extension, string received)
    {
        string verifiedPath = $"{pathWithoutEnding}.verified.{extension}", receivedPath = $"{pathWithoutEnding}.received.{extension}";
        string text = Normal(received);
        string? verified = File.Exists(verifiedPath) ? Normal(File.ReadAllText(verifiedPath)) : null;
        if (text == verified)
        {
            File.Delete(receivedPath);
            return null;
        }

        File.WriteAllText(receivedPath, text + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        string accept = $"If the new text is right: mv '{receivedPath}' '{verifiedPath}'";
        return verified is null ? $"There is no {verifiedPath} yet.\n{accept}\n\n{text}" : $"{FirstDifference(verified, text)}\n{accept}";
    }

    private static string FirstDifference(string verified, string received)
    {
        string[] expected = verified.Split('\n'), actual = received.Split('\n');
        int line = 0;
        while (line < expected.Length && line < actual.Length && expected[line] == actual[line]) line++;
        return $"Line {line + 1} differs.\n  verified: {At(expected, line)}\n  received: {At(actual, line)}";
    }

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line] : "(the text ends before it)";

    /// <summary>Line ends and a last newline are no difference.</summary>
    private static string Normal(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    /// <summary>Builds for release map source paths to <c>/_/</c>; this undoes it.</summary>
    private static string OnThisMachine(string file) => file.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(Fixtures.Repository, file[3..]) : file;
}
