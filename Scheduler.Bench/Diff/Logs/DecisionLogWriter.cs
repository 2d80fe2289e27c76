using System.IO.Compression;
using System.Text.Json.Nodes;
using Scheduler.Bench.Output;
using Scheduler.Bench.Replay;
using Scheduler.Core.Cache;
using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Diff.Logs;

/// <summary>Writes a decision log: a line about the run, then a line a decision. Nodes are numbers into the list of the first line.</summary>
public sealed class DecisionLogWriter : IDisposable
{
    /// <summary>Changes whenever the lines do.</summary>
    public const int FormatVersion = 1;

    public const string Kind = "SchedulerDecisionLog";

    private readonly StreamWriter writer;
    private readonly int nodesMax;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private Explanation? explanation;

    /// <exception cref="InputException">The file cannot be written.</exception>
    public DecisionLogWriter(string path, int nodesMax, Cluster cluster, ReplayOptions options)
    {
        if (nodesMax < 1) throw new InputException("must be at least 1", "--log-nodes");
        this.nodesMax = nodesMax;
        Stream? stream = null;
        Files.Access($"--log {path}", () => stream = File.Create(path));
        writer = new(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream!, CompressionLevel.Fastest) : stream!);
        JsonArray names = [];
        foreach (int row in cluster.Nodes.Live)
        {
            numbers.Add(cluster.Nodes.Name(row), names.Count);
            names.Add(cluster.Nodes.Name(row));
        }

        Line(new()
        {
            ["kind"] = Kind,
            ["formatVersion"] = FormatVersion,
            ["decisionHashVersion"] = DecisionHash.FormatVersion,
            ["snapshot"] = new JsonArray([.. options.Paths.Select(one => (JsonNode)one)]),
            ["config"] = options.Config,
            ["fromScratch"] = options.FromScratch,
            ["seed"] = options.Seed,
            ["engine"] = options.Engine,
            ["nodes"] = names,
        });
    }

    /// <summary>Keeps what the engine says of the decision it has just made: to be called before the pod is assumed, as that changes what there is to say.</summary>
    public void Explain(SchedulingEngine engine) => explanation = engine.Explain();

    /// <summary>Adds what came of a turn; of a pod that got a cycle also what was kept of it.</summary>
    public void Add(Decision decision)
    {
        JsonObject line = new() { ["pod"] = decision.Pod, ["verdict"] = decision.Kind.ToString() };
        if (decision.Node.Length > 0) line["node"] = decision.Node;
        if (decision.Kind != DecisionKind.Placed) line["message"] = decision.Message;
        if (decision.PostFilter?.Result is { NominatedNode: { } nominated } preemption)
        {
            line["nominatedNode"] = nominated;
            line["victims"] = new JsonArray([.. preemption.Victims.Select(victim => (JsonNode)victim.Key)]);
        }

        if (explanation is not null) AddNodes(line, explanation);
        explanation = null;
        Line(line);
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private void AddNodes(JsonObject line, Explanation of)
    {
        if (of.Scoring is { } scoring)
        {
            int[] kept = [.. Enumerable.Range(0, of.Feasible.Length).OrderByDescending(i => scoring.Total[i]).ThenBy(i => of.Feasible[i], StringComparer.Ordinal).Take(nodesMax)];
            line["feasible"] = Numbers(kept.Select(i => (long)numbers[of.Feasible[i]]));
            line["totals"] = Numbers(kept.Select(i => scoring.Total[i]));
            line["scores"] = new JsonObject(scoring.Plugins.Select(plugin => KeyValuePair.Create(plugin.Plugin, (JsonNode?)Numbers(kept.Select(i => plugin.Normalized[i] * plugin.Weight)))));
        }

        if (of.Rejected.Length == 0 || of.Rejected.Length > nodesMax) return;
        line["rejected"] = new JsonObject(of.Rejected.GroupBy(node => node.Plugin)
            .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)Numbers(group.Select(node => (long)numbers[node.Node])))));
    }

    private static JsonArray Numbers(IEnumerable<long> values) => new([.. values.Select(value => (JsonNode)value)]);

    private void Line(JsonObject json) => writer.WriteLine(json.ToJsonString(JsonText.Compact));
}
