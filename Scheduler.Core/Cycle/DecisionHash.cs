using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Scheduler.Core.Cycle;

/// <summary>One number for a run: SHA-256 over one line per decision, in decision order.</summary>
/// <remarks>
/// A line is <c>version|pod|verdict|node|plugin:code:count,...</c>: the node is empty where none was chosen, the list is there for pods that were
/// not placed and sorted bytewise. <see cref="FormatVersion"/> changes whenever the lines or the tie rule do.
/// </remarks>
public sealed class DecisionHash : IDisposable
{
    /// <summary>Version of the lines and of the tie rule.</summary>
    public const int FormatVersion = 1;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Decisions added.</summary>
    public long Count { get; private set; }

    /// <summary>The line of a decision, without its newline.</summary>
    public static string Line(Decision decision)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"{FormatVersion}|{decision.Pod}|{decision.Kind}|{decision.Node}|");
        if (decision.Kind != DecisionKind.Placed)
        {
            line.AppendJoin(',', decision.Groups
                .GroupBy(group => (group.Plugin, group.Code))
                .Select(same => string.Create(CultureInfo.InvariantCulture, $"{same.Key.Plugin}:{same.Key.Code}:{same.Sum(group => group.Count)}"))
                .Order(StringComparer.Ordinal));
        }

        return line.ToString();
    }

    /// <summary>Adds a decision.</summary>
    public void Add(Decision decision)
    {
        Count++;
        hash.AppendData(Encoding.UTF8.GetBytes(Line(decision) + "\n"));
    }

    /// <summary>The hash of what was added so far, in lower-case hexadecimal.</summary>
    public string Current() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
