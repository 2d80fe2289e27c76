namespace Scheduler.Core.Framework;

/// <summary>What a filter says about one node: a code and a number; text only where somebody reads it.</summary>
/// <remarks>
/// <see cref="Detail"/> belongs to the plugin: <see cref="IFilter.Describe"/> turns it into reasons. A plugin that does not care hands in a
/// finished <see cref="Text"/> instead.
/// </remarks>
public readonly struct Verdict
{
    private Verdict(StatusCode code, ulong detail, string? text) => (Code, Detail, Text) = (code, detail, text);

    /// <summary>The pod may run here.</summary>
    public static Verdict Pass => default;

    public StatusCode Code { get; }

    /// <summary>The plugin's own number for its reasons.</summary>
    public ulong Detail { get; }

    /// <summary>A finished reason, or null where <see cref="Detail"/> says it.</summary>
    public string? Text { get; }

    /// <summary>True for <see cref="Pass"/>.</summary>
    public bool IsPass => Code == StatusCode.Success;

    /// <summary>Does not fit now; removing pods from the node might help.</summary>
    public static Verdict Unschedulable(ulong detail = 0) => new(StatusCode.Unschedulable, detail, null);

    /// <inheritdoc cref="Unschedulable(ulong)"/>
    public static Verdict Unschedulable(string reason) => new(StatusCode.Unschedulable, 0, reason);

    /// <summary>Does not fit, and removing pods would not help.</summary>
    public static Verdict Unresolvable(ulong detail = 0) => new(StatusCode.UnschedulableAndUnresolvable, detail, null);

    /// <inheritdoc cref="Unresolvable(ulong)"/>
    public static Verdict Unresolvable(string reason) => new(StatusCode.UnschedulableAndUnresolvable, 0, reason);

    /// <summary>The verdict of these parts; the text, where there is one, says it all.</summary>
    internal static Verdict Of(StatusCode code, ulong detail, string? text) => new(code, text is null ? detail : 0, text);

    /// <summary>Something is broken: the cycle ends.</summary>
    public static Verdict Error(string message) => new(StatusCode.Error, 0, message);
}
