using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>How a configuration spells the moments of the cycle.</summary>
public static class ExtensionPoints
{
    /// <summary>Every moment with its field name, in the order in which they come.</summary>
    public static readonly IReadOnlyList<(ExtensionPoint Point, string Name)> All =
    [
        (ExtensionPoint.PreEnqueue, "preEnqueue"),
        (ExtensionPoint.QueueSort, "queueSort"),
        (ExtensionPoint.PreFilter, "preFilter"),
        (ExtensionPoint.Filter, "filter"),
        (ExtensionPoint.PostFilter, "postFilter"),
        (ExtensionPoint.PreScore, "preScore"),
        (ExtensionPoint.Score, "score"),
        (ExtensionPoint.Reserve, "reserve"),
        (ExtensionPoint.Permit, "permit"),
        (ExtensionPoint.PreBind, "preBind"),
        (ExtensionPoint.Bind, "bind"),
        (ExtensionPoint.PostBind, "postBind"),
    ];

    /// <summary>The field name of a moment.</summary>
    public static string NameOf(ExtensionPoint point) => All.First(entry => entry.Point == point).Name;
}
