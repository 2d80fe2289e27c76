namespace Scheduler.Bench.Gate.Judging;

/// <summary>What a gate says of something.</summary>
public enum Verdict
{
    /// <summary>As good as before.</summary>
    Pass,

    /// <summary>Neither shown to be as good nor to be worse.</summary>
    Inconclusive,

    /// <summary>Worse.</summary>
    Fail,
}
