using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Wire;

/// <summary>Compares what two documents look like: the same fields with values of the same kind, whatever the values are.</summary>
public static class Shape
{
    /// <summary>The differences, each with its path.</summary>
    public static List<string> Compare(JsonNode? expected, JsonNode? actual)
    {
        var differences = new List<string>();
        Compare(expected, actual, "", differences);
        return differences;
    }

    private static void Compare(JsonNode? expected, JsonNode? actual, string path, List<string> differences)
    {
        if (KindOf(expected) != KindOf(actual))
        {
            differences.Add($"{path}: {KindOf(expected)} expected, {KindOf(actual)} found");
            return;
        }
        switch (expected)
        {
            case JsonObject fields:
                foreach (var (name, _) in fields)
                    if (!actual!.AsObject().ContainsKey(name)) differences.Add($"{path}.{name}: missing");
                foreach (var (name, value) in actual!.AsObject())
                    if (!fields.TryGetPropertyValue(name, out var wanted)) differences.Add($"{path}.{name}: not expected");
                    else if (name != "managedFields") Compare(wanted, value, $"{path}.{name}", differences);
                break;
            case JsonArray items:
                var found = actual!.AsArray();
                if (items.Count == 0 != (found.Count == 0)) differences.Add($"{path}: {items.Count} items expected, {found.Count} found");
                for (var i = 0; i < Math.Min(items.Count, found.Count); i++) Compare(items[i], found[i], $"{path}[{i}]", differences);
                break;
        }
    }

    private static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.True or JsonValueKind.False => "bool",
        { } kind => kind.ToString(),
    };
}
