using System.IO.Enumeration;
using Scheduler.Bench.Output;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Which nodes an edit means: names (with <c>*</c> and <c>?</c>), labels, or both.</summary>
/// <param name="Names">Patterns of which one must match; empty for any name.</param>
/// <param name="Labels">What labels must match; null for any.</param>
/// <param name="Where">Where it is written, for messages.</param>
public sealed record NodeChoice(string[] Names, Selector? Labels, string Where)
{
    /// <summary>The nodes that are meant, in name order.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public Node[] Of(SnapshotDraft draft)
    {
        Node[] found = [.. draft.Nodes.Where(Matches).OrderBy(node => node.Metadata.Name, StringComparer.Ordinal)];
        if (found.Length == 0) throw new InputException($"no node is {this}", Where);
        foreach (string name in Names)
            if (!found.Any(node => IsLike(name, node))) throw new InputException($"no node is named \"{name}\"", Where);
        return found;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" with labels ", new[] { string.Join(", ", Names), Labels?.ToString() ?? "" }.Where(part => part.Length > 0));

    private bool Matches(Node node) =>
        (Names.Length == 0 || Array.Exists(Names, name => IsLike(name, node))) && Labels?.Matches(node.Metadata.Labels) != false;

    private static bool IsLike(string pattern, Node node) => FileSystemName.MatchesSimpleExpression(pattern, node.Metadata.Name, ignoreCase: false);
}
