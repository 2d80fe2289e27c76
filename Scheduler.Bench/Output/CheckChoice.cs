using Scheduler.Bench.Replay;
using Scheduler.Core.Cycle;
using Scheduler.Host.Cases;

namespace Scheduler.Bench.Output;

/// <summary>Reads <c>--check</c>, and says what happens when a check fails.</summary>
public static class CheckChoice
{
    /// <exception cref="InputException">It is no check.</exception>
    public static CheckRate Parse(string? text) => CheckRate.TryParse(text ?? "none", out CheckRate rate)
        ? rate
        : throw new InputException($"\"{text}\" is no check: write none, full or sample:1/N", "--check");

    /// <summary>An engine of these options checks its own decisions; the first difference ends the run and is written as a golden case.</summary>
    public static CycleOptions WithCheck(this CycleOptions options, CheckRate rate, CaseWriter cases) => options with
    {
        Check = rate,
        CheckFailed = difference =>
        {
            string file = cases.Write(difference.Cluster, difference.Pod, GoldenResult.Of(difference.Explanation));
            throw new EngineDifferenceException(
                $"pod {difference.Pod.Key}: {difference.What}: the plain engine says {difference.Expected}, the {EngineChoice.NameOf(options.Engine)} engine {difference.Got}. Written to {file}: run 'conformance {file}'");
        },
    };
}
