using System.IO.Enumeration;
using Scheduler.Bench.Output;
using Scheduler.Core.Cache;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.WhatIf.Edits;

/// <summary>Which pods an edit means: <c>namespace/name</c> patterns, labels, or both. Pods that have ended are never meant.</summary>
/// <param name="Keys">Patterns with <c>*</c> and <c>?</c> of which one must match; empty for any.</param>
/// <param name="Labels">What labels must match; null for any.</param>
/// <param name="Where">Where it is written, for messages.</param>
public sealed record PodChoice(string[] Keys, Selector? Labels, string Where)
{
    /// <summary>The pods that are meant, in key order.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public Pod[] Of(SnapshotDraft draft)
    {
        Pod[] found = [.. draft.Pods.Where(Matches).OrderBy(pod => pod.Metadata.Key, StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new InputException($"no pod is {this}", Where);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" with labels ", new[] { string.Join(", ", Keys), Labels?.ToString() ?? "" }.Where(part => part.Length > 0));

    private bool Matches(Pod pod) =>
        !Snapshot.HasEnded(pod)
        && (Keys.Length == 0 || Array.Exists(Keys, key => FileSystemName.MatchesSimpleExpression(key, pod.Metadata.Key, ignoreCase: false)))
        && Labels?.Matches(pod.Metadata.Labels) != false;
}
