using System.Diagnostics.CodeAnalysis;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;

namespace Scheduler.Host.NodeAgent.Templates;

/// <summary>How long something takes: from <paramref name="Least"/> to <paramref name="Most"/>, evenly. Written <c>1s</c> or <c>1s..5s</c>.</summary>
public readonly record struct Delay(TimeSpan Least, TimeSpan Most)
{
    /// <summary>At once.</summary>
    public static readonly Delay None;

    public static Delay Of(TimeSpan duration) => new(duration, duration);

    public static Delay Seconds(double least, double? most = null) => new(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most ?? least));

    /// <summary>The delay of one occasion: the same seed and occasion always give the same.</summary>
    public TimeSpan For(ulong seed, string occasion)
    {
        if (Most <= Least) return Least;
        var share = (StableHash.Of(seed, occasion) >> 11) / (double)(1UL << 53);
        return Least + share * (Most - Least);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Delay delay)
    {
        delay = default;
        if (text is null) return false;
        var parts = text.Split("..");
        if (parts.Length > 2 || !Durations.TryParse(parts[0].Trim(), out var least) || !Durations.TryParse(parts[^1].Trim(), out var most)) return false;
        delay = new Delay(least, most);
        return least >= TimeSpan.Zero && most >= least;
    }

    public override string ToString() => Least == Most ? Durations.Format(Least) : $"{Durations.Format(Least)}..{Durations.Format(Most)}";
}
