using System.Text.Json;
using YamlDotNet.Serialization;

namespace Scheduler.Host.Commands;

/// <summary>JSON shown as YAML, for people.</summary>
public static class YamlText
{
    /// <summary>The YAML of what <paramref name="write"/> writes.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream)) write(writer);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        ISerializer serializer = new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).WithIndentedSequences().WithNewLine("\n").Build();
        return serializer.Serialize(Graph(document.RootElement)!);
    }

    private static object? Graph(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(property => property.Name, property => Graph(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Graph).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long number) ? number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
