using Scheduler.Core.Framework;

namespace Scheduler.Core.Cycle.Incremental;

/// <summary>Why kept answers reject rows, and how many.</summary>
internal sealed class KeptReason(int plugin, int position, StatusCode code, ulong detail, string? text)
{
    /// <summary>The number of the plugin that rejects.</summary>
    public int Plugin => plugin;

    /// <summary>Its place in the order of filters.</summary>
    public int Position => position;

    public StatusCode Code => code;

    public ulong Detail => detail;

    /// <summary>The finished text, or null where the plugin describes the detail.</summary>
    public string? Text => text;

    /// <summary>Number of rows.</summary>
    public int Count { get; set; }

    /// <summary>The reasons in words; made when first read, the same for all pods of the shape.</summary>
    public string[]? Words { get; set; }

    public bool Is(int otherPlugin, in Verdict verdict) =>
        plugin == otherPlugin && code == verdict.Code && detail == verdict.Detail && text == verdict.Text;
}
