using System.IO.Enumeration;
using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Core.Configuration;

namespace Scheduler.Bench.Diff;

/// <summary>Changes that are intended: they are shown, and do not count.</summary>
public sealed class AcceptedChanges
{
    private readonly List<(string Pod, DifferenceKind? Kind)> entries = [];
    private readonly HashSet<int> used = [];

    /// <summary>Entries that matched nothing.</summary>
    public IEnumerable<string> Unused => entries.Where((_, i) => !used.Contains(i)).Select(entry => entry.Pod);

    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="ConfigurationException">Something in it is wrong.</exception>
    public static AcceptedChanges Read(string? path)
    {
        AcceptedChanges accepted = new();
        if (path is null) return accepted;
        using JsonDocument document = SchedulerConfiguration.ParseDocument(Files.ReadText(path), path);
        FieldErrors errors = new();
        StrictObject root = StrictObject.Of(document.RootElement, errors);
        foreach (StrictObject entry in root.Objects("accept"))
        {
            if (entry.String("pod") is not { Length: > 0 } pod)
            {
                entry.Error("pod", "a namespace/name pattern is expected");
                continue;
            }

            DifferenceKind? kind = null;
            if (entry.String("change") is { } text)
            {
                if (Enum.TryParse(text, ignoreCase: true, out DifferenceKind parsed)) kind = parsed;
                else entry.Error("change", $"must be one of {string.Join(", ", Enum.GetNames<DifferenceKind>())}");
            }

            accepted.entries.Add((pod, kind));
            entry.End();
        }

        root.End();
        return errors.Items.Count == 0 ? accepted : throw new ConfigurationException(path, [.. errors.Items]);
    }

    /// <summary>True where the change is intended.</summary>
    public bool Accepts(PodDifference difference)
    {
        bool found = false;
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Kind is { } kind && kind != difference.Kind) continue;
            if (!FileSystemName.MatchesSimpleExpression(entries[i].Pod, difference.Pod, ignoreCase: false)) continue;
            used.Add(i);
            found = true;
        }

        return found;
    }
}
