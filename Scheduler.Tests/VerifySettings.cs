using System.Text.RegularExpressions;

namespace Scheduler.Tests;

/// <summary>How <see cref="Verify"/> treats a text: what is replaced because it differs from run to run, and which file it belongs to.</summary>
public sealed record VerifySettings
{
    /// <summary>Nothing replaced but the repository's path.</summary>
    public static readonly VerifySettings Default = new();

    /// <summary>Joins the file name, for theories: <c>Class.Method_parameters.verified.txt</c>.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Ending of the files, without a dot.</summary>
    public string Extension { get; init; } = "txt";

    /// <summary>Applied in order.</summary>
    public IReadOnlyList<Func<string, string>> Scrubbers { get; init; } = [];

    /// <summary>Replaces every match of a regular expression.</summary>
    public VerifySettings Replacing(string pattern, string replacement) => With(text => Regex.Replace(text, pattern, replacement, RegexOptions.Multiline));

    /// <summary>Leaves out every line that contains a text.</summary>
    public VerifySettings WithoutLines(string containing) =>
        With(text => string.Join('\n', text.Split('\n').Where(line => !line.Contains(containing, StringComparison.Ordinal))));

    /// <summary>Replaces durations such as <c>12.5 ms</c> and rates such as <c>3,400 pods/s</c> by their unit alone.</summary>
    public VerifySettings WithoutTimings() => Replacing(@"[0-9][0-9.,]* ?(ns|us|µs|ms|s|min|pods/s)\b", "{n} $1");

    /// <summary>Replaces every GUID by <c>Guid_1</c>, <c>Guid_2</c>, in order of first appearance.</summary>
    public VerifySettings WithoutGuids() => With(NumberGuids);

    internal string Scrub(string text)
    {
        text = text.ReplaceLineEndings("\n").Replace(Fixtures.Repository, "{SolutionDirectory}", StringComparison.Ordinal);
        foreach (Func<string, string> scrubber in Scrubbers) text = scrubber(text);
        return text;
    }

    private VerifySettings With(Func<string, string> scrubber) => this with { Scrubbers = [.. Scrubbers, scrubber] };

    private static string NumberGuids(string text)
    {
        Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        return Regex.Replace(text, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", match =>
        {
            if (!names.TryGetValue(match.Value, out string? name)) names.Add(match.Value, name = $"Guid_{names.Count + 1}");
            return name;
        });
    }
}
