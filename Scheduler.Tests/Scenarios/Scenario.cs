using System.Globalization;

namespace Scheduler.Tests.Scenarios;

/// <summary>A scenario as text: settings, then lines of time, event and what must follow. The format is described in fixtures/scenarios/README.md.</summary>
public sealed class Scenario
{
    private Scenario(string file, string title)
    {
        File = file;
        Title = title;
    }

    public string File { get; }

    /// <summary>What the scenario shows, as a sentence.</summary>
    public string Title { get; }

    /// <summary>Lines <c>key: value</c> before the first event.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public List<ScenarioLine> Lines { get; } = [];

    /// <summary>All scenarios of a file: each begins with a line <c>scenario: …</c>.</summary>
    public static IEnumerable<Scenario> ReadFile(string path)
    {
        Scenario? current = null;
        int number = 0;
        foreach (string raw in System.IO.File.ReadLines(path))
        {
            number++;
            string line = raw.Split("##")[0].TrimEnd();
            if (line.Trim().Length == 0 || line.TrimStart().StartsWith('#')) continue;
            if (Setting(line, "scenario") is { } title)
            {
                if (current is not null) yield return current;
                current = new(Path.GetFileName(path), title);
            }
            else if (current is null) throw new FormatException($"{path}:{number}: a file begins with 'scenario: …'");
            else current.Add(line, number);
        }

        if (current is not null) yield return current;
    }

    private static string? Setting(string line, string key) =>
        line.StartsWith(key + ":", StringComparison.Ordinal) ? line[(key.Length + 1)..].Trim() : null;

    private void Add(string line, int number)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        bool isSetting = colon > 0 && line[..colon].All(c => char.IsAsciiLetterOrDigit(c));
        if (isSetting && Lines.Count == 0)
        {
            Settings[line[..colon]] = line[(colon + 1)..].Trim();
            return;
        }

        string[] sides = line.Split('→', 2);
        string[] words = sides[0].Trim().Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
        bool hasTime = words.Length > 0 && char.IsAsciiDigit(words[0][0]);
        TimeSpan at = hasTime ? ParseTime(words[0], number) : Lines.Count == 0 ? TimeSpan.Zero : Lines[^1].At;
        string happening = hasTime ? (words.Length > 1 ? words[1].Trim() : "") : sides[0].Trim();
        string[] expected = sides.Length < 2 ? [] : sides[1].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (happening.Length == 0 && !hasTime) Lines[^1] = Lines[^1] with { Expected = [.. Lines[^1].Expected, .. expected] };
        else Lines.Add(new(number, at, happening, expected));
    }

    private static TimeSpan ParseTime(string text, int number)
    {
        double value = double.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out double parsed)
            ? parsed : throw new FormatException($"line {number}: {text} is no time: write 5s or 2m");
        return text[^1] == 'm' ? TimeSpan.FromMinutes(value) : TimeSpan.FromSeconds(value);
    }
}

/// <summary>At a time something happens, and these things must follow, in this order, and nothing else.</summary>
public sealed record ScenarioLine(int Number, TimeSpan At, string Happening, string[] Expected);
