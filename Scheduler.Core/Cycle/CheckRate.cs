using System.Globalization;

namespace Scheduler.Core.Cycle;

/// <summary>How many decisions are worked out the plain way too, and compared.</summary>
/// <param name="OneOf">One of every so many; 1: all, 0: none.</param>
public readonly record struct CheckRate(int OneOf)
{
    private const string Sample = "sample:1/";

    /// <summary>All of them.</summary>
    public static readonly CheckRate Full = new(1);

    /// <summary>Reads <c>none</c>, <c>full</c> or <c>sample:1/N</c>; false where it is none of them.</summary>
    public static bool TryParse(string text, out CheckRate rate)
    {
        rate = text == "full" ? Full : default;
        if (text is "full" or "none") return true;
        bool read = text.StartsWith(Sample, StringComparison.Ordinal)
            & int.TryParse(text.AsSpan(Math.Min(Sample.Length, text.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out int oneOf);
        rate = new(oneOf);
        return read && oneOf > 0;
    }

    /// <summary>True where this decision, counted from 0, is checked.</summary>
    public bool Includes(long decision) => OneOf > 0 && decision % OneOf == 0;

    /// <inheritdoc/>
    public override string ToString() => OneOf switch { 0 => "none", 1 => "full", _ => string.Create(CultureInfo.InvariantCulture, $"{Sample}{OneOf}") };
}
