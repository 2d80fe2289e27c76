using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;
using Scheduler.Core.Writing;

namespace Scheduler.Host.Extenders;

/// <summary>The four questions on the wire.</summary>
public sealed partial class HttpExtender
{
    /// <inheritdoc/>
    public ExtenderAnswer<ExtenderFilterResult> Filter(PodInfo pod, NodeTable nodes, NodeSet feasible)
    {
        return Call(options.FilterVerb, json => WriteNodes(json, pod, nodes, feasible), Read);

        ExtenderAnswer<ExtenderFilterResult> Read(WireObject answer)
        {
            if (answer.Text("Error") is { Length: > 0 } error) return ExtenderAnswer<ExtenderFilterResult>.Failed(error);
            IReadOnlyCollection<string> names = options.NodeCacheCapable && answer.Texts("NodeNames") is { } given
                ? given
                : [.. answer.Object("Nodes").Objects("items").Select(node => node.Object("metadata").Text("name"))];
            return new ExtenderFilterResult(names, answer.TextMap("FailedNodes"), answer.TextMap("FailedAndUnresolvableNodes"));
        }
    }

    /// <inheritdoc/>
    public ExtenderAnswer<IReadOnlyList<ExtenderScore>> Prioritize(PodInfo pod, NodeTable nodes, NodeSet feasible) => Call(
        options.PrioritizeVerb,
        json => WriteNodes(json, pod, nodes, feasible),
        answer => new ExtenderAnswer<IReadOnlyList<ExtenderScore>>(
            [.. answer.Items().Select(item => new ExtenderScore(item.Text("Host"), item.Number("Score")))], null));

    /// <inheritdoc/>
    public ExtenderAnswer<IReadOnlyList<ExtenderVictims>> Preempt(PodInfo pod, NodeTable nodes, IReadOnlyList<PreemptionCandidate> candidates) => Call(
        options.PreemptVerb,
        json => WriteCandidates(json, pod, candidates),
        answer => new ExtenderAnswer<IReadOnlyList<ExtenderVictims>>([.. answer.Object("NodeNameToMetaVictims").Pairs().Select(Victims)], null));

    /// <inheritdoc/>
    public async Task<Status> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        ExtenderAnswer<string> answer = await CallAsync(
            options.BindVerb,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("PodName", pod.Name);
                json.WriteString("PodNamespace", pod.Namespace);
                json.WriteString("PodUID", pod.Uid);
                json.WriteString("Node", nodeName);
                json.WriteEndObject();
            },
            reply => new ExtenderAnswer<string>(reply.Text("Error"), null),
            cancellation);
        string error = answer.Error ?? answer.Value!;
        return error.Length == 0 ? Status.Success : Status.Error(error);
    }

    /// <summary>The pod with the nodes: their names only where the extender knows the nodes itself.</summary>
    private void WriteNodes(Utf8JsonWriter json, PodInfo pod, NodeTable nodes, NodeSet feasible)
    {
        json.WriteStartObject();
        json.WritePropertyName("Pod");
        ObjectWriter.Write(json, pod.Pod);
        if (options.NodeCacheCapable)
        {
            json.WriteNull("Nodes");
            json.WriteStartArray("NodeNames");
            foreach (int row in feasible) json.WriteStringValue(nodes.Name(row));
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject("Nodes");
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteStartArray("items");
            foreach (int row in feasible) ObjectWriter.Write(json, nodes.Node(row));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteNull("NodeNames");
        }

        json.WriteEndObject();
    }

    /// <summary>The pod with the victims of every candidate: their uids only where the extender knows the pods itself.</summary>
    private void WriteCandidates(Utf8JsonWriter json, PodInfo pod, IReadOnlyList<PreemptionCandidate> candidates)
    {
        json.WriteStartObject();
        json.WritePropertyName("Pod");
        ObjectWriter.Write(json, pod.Pod);
        json.WriteNull(options.NodeCacheCapable ? "NodeNameToVictims" : "NodeNameToMetaVictims");
        json.WriteStartObject(options.NodeCacheCapable ? "NodeNameToMetaVictims" : "NodeNameToVictims");
        foreach (PreemptionCandidate candidate in candidates)
        {
            json.WriteStartObject(candidate.Node);
            json.WriteStartArray("Pods");
            foreach (PodInfo victim in candidate.Victims) WriteVictim(json, victim);
            json.WriteEndArray();
            json.WriteNumber("NumPDBViolations", candidate.PdbViolations);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteVictim(Utf8JsonWriter json, PodInfo victim)
    {
        if (!options.NodeCacheCapable)
        {
            ObjectWriter.Write(json, victim.Pod);
            return;
        }

        json.WriteStartObject();
        json.WriteString("UID", victim.Uid);
        json.WriteEndObject();
    }

    private static ExtenderVictims Victims(KeyValuePair<string, WireObject> entry) => new(
        entry.Key,
        [.. entry.Value.Objects("Pods").Select(pod => pod.Text("UID"))],
        (int)Math.Clamp(entry.Value.Number("NumPDBViolations"), 0, int.MaxValue));
}
