using System.Text.Json.Nodes;
using Scheduler.Bench.Conformance;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;
using Scheduler.Host.Cases;

namespace Scheduler.Bench.Replay;

/// <summary>Decides every pod with two engines over one cluster and compares everything that an explanation shows.</summary>
public sealed class EngineCheck(SchedulingEngine plain, SchedulingEngine fast, CaseWriter cases)
{
    private readonly CaseComparer comparer = new(new HashSet<string>());

    /// <summary>Pods compared so far.</summary>
    public int Compared { get; private set; }

    /// <summary>Decides both ways; the cluster stays as it is.</summary>
    /// <exception cref="EngineDifferenceException">They differ; a case file has been written.</exception>
    public void Compare(PodInfo pod)
    {
        JsonObject expected = Explain(plain, pod), got = Explain(fast, pod);
        Compared++;
        if (expected["postFilter"] is JsonObject postFilter && postFilter["outcome"] is JsonNode outcome)
            postFilter["outcomes"] = new JsonArray(outcome.DeepClone());
        if (comparer.Compare(expected, got) is not { } difference) return;
        string file = cases.Write(plain.Cluster, pod, expected);
        throw new EngineDifferenceException(
            $"pod {pod.Key}: {difference.Field}: the plain engine says {difference.Expected}, the {fast.Options.Engine.ToString().ToLowerInvariant()} engine {difference.Got}. Written to {file}: run 'conformance {file}'");
    }

    private static JsonObject Explain(SchedulingEngine engine, PodInfo pod)
    {
        engine.Decide(pod);
        return GoldenResult.Of(engine.Explain());
    }
}

/// <summary>Two engines disagree.</summary>
public sealed class EngineDifferenceException(string message) : Exception(message);
