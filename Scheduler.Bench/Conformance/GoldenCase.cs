using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Conformance;

/// <summary>A small cluster, pods to schedule in order, and what the reference scheduler decides for each (fixtures/golden/FORMAT.md).</summary>
public sealed class GoldenCase
{
    /// <summary><c>family/number</c>.</summary>
    public required string Name { get; init; }

    public required string Family { get; init; }

    /// <summary>Everything but the pods.</summary>
    public required ClusterObjects Objects { get; init; }

    /// <summary>Bound pods, and waiting pods that are not part of the sequence.</summary>
    public required Pod[] Pods { get; init; }

    /// <summary>The pods to schedule, in this order.</summary>
    public required Pod[] Pending { get; init; }

    /// <summary>The KubeSchedulerConfiguration; null for all defaults.</summary>
    public JsonElement? Config { get; init; }

    public required FeatureGates Features { get; init; }

    /// <summary>True: a successful preemption is carried out and the pod tried again.</summary>
    public bool AppliesPreemption { get; init; }

    /// <summary>One entry for each pending pod.</summary>
    public required JsonObject[] Expected { get; init; }

    /// <summary>Reads a case.</summary>
    /// <param name="json">One case as UTF-8 JSON.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="ReadException">The text is no case.</exception>
    public static GoldenCase Read(ReadOnlyMemory<byte> json, string source)
    {
        using JsonDocument document = Parse(json, source);
        JsonElement root = document.RootElement;
        string name = Text(root, "name", source);
        if (!root.TryGetProperty("input", out JsonElement input) || input.ValueKind != JsonValueKind.Object)
            throw new ReadException(source, "is not a golden case: it has no input", name);
        if (!root.TryGetProperty("expect", out JsonElement expect) || !expect.TryGetProperty("pods", out JsonElement expected))
            throw new ReadException(source, "is not a golden case: it has no expect.pods", name);
        KubeReader reader = new();
        ClusterObjects objects = new();
        foreach (KubeKind kind in Enum.GetValues<KubeKind>())
        {
            if (kind == KubeKind.Pod) continue;
            foreach (IKubeObject item in ReadAll(reader, input, kind.Info().Plural, kind, source)) objects.TryAdd(item, kind, source, out _);
        }

        return new()
        {
            Name = name,
            Family = Text(root, "family", source),
            Objects = objects,
            Pods = [.. ReadAll(reader, input, "pods", KubeKind.Pod, source).Cast<Pod>()],
            Pending = [.. ReadAll(reader, input, "pending", KubeKind.Pod, source).Cast<Pod>()],
            Config = input.TryGetProperty("config", out JsonElement config) ? config.Clone() : null,
            Features = Gates(input),
            AppliesPreemption = input.TryGetProperty("applyPreemption", out JsonElement apply) && apply.ValueKind == JsonValueKind.True,
            Expected = [.. expected.EnumerateArray().Select(pod => JsonObject.Create(pod.Clone())!)],
        };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new ReadException(source, "is not JSON: " + e.Message, inner: e);
        }
    }

    private static IEnumerable<IKubeObject> ReadAll(KubeReader reader, JsonElement input, string key, KubeKind kind, string source)
    {
        if (!input.TryGetProperty(key, out JsonElement items)) yield break;
        foreach (JsonElement item in items.EnumerateArray()) yield return reader.Read(System.Text.Encoding.UTF8.GetBytes(item.GetRawText()), kind, source);
    }

    private static FeatureGates Gates(JsonElement input) => input.TryGetProperty("featureGates", out JsonElement gates)
        ? FeatureGates.Default.With(gates.EnumerateObject().Select(gate => KeyValuePair.Create(gate.Name, gate.Value.GetBoolean())))
        : FeatureGates.Default;

    private static string Text(JsonElement root, string key, string source) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new ReadException(source, $"is not a golden case: it has no {key}");
}
