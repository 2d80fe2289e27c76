using System.Globalization;
using Scheduler.Bench.Output;

namespace Scheduler.Bench.Perf.Playing;

/// <summary>How many decisions are checked: one of every so many, 1 for all, 0 for none.</summary>
public readonly record struct CheckRate(int OneOf)
{
    private const string Sample = "sample:1/";

    /// <summary>All of them.</summary>
    public static readonly CheckRate Full = new(1);

    /// <summary>Reads <c>--check</c>: <c>full</c> or <c>sample:1/N</c>; null for none.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static CheckRate Parse(string? text)
    {
        if (text is null) return default;
        if (text == "full") return Full;
        if (text.StartsWith(Sample, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Sample.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int oneOf) && oneOf > 0) return new(oneOf);
        throw new InputException($"\"{text}\" is no check: write full or sample:1/N", "--check");
    }

    /// <summary>True where this decision, counted from 0, is checked.</summary>
    public bool Includes(long decision) => OneOf > 0 && decision % OneOf == 0;

    /// <inheritdoc/>
    public override string ToString() => OneOf switch { 0 => "none", 1 => "full", _ => string.Create(CultureInfo.InvariantCulture, $"{Sample}{OneOf}") };
}
