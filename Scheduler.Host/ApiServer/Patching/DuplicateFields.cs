using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

/// <summary>Parses a patch and notes names that stand twice in an object.</summary>
internal static class DuplicateFields
{
    /// <param name="problems">Gets <c>duplicate field "spec.x"</c> per repetition.</param>
    public static JsonNode? Parse(ReadOnlySpan<byte> body, List<string> problems)
    {
        JsonNode? parsed;
        try
        {
            parsed = JsonTree.Parse(body);
        }
        catch (ApiDataException error)
        {
            throw ApiDataException.BadRequest("error decoding patch: " + error.Message);
        }

        var reader = new Utf8JsonReader(body, JsonTree.ReaderOptions);
        var open = new Stack<Level>();
        while (reader.Read())
            Step(ref reader, open, problems);
        return parsed;
    }

    private static void Step(ref Utf8JsonReader reader, Stack<Level> open, List<string> problems)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Level level = open.Peek();
                level.Name = reader.GetString()!;
                if (!level.Seen.Add(level.Name))
                    problems.Add($"duplicate field \"{Path(open)}\"");
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop();
                return;
        }

        if (open.TryPeek(out Level? list) && list.IsArray)
            list.Index++;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            open.Push(new Level(reader.TokenType == JsonTokenType.StartArray));
    }

    private static string Path(Stack<Level> open)
    {
        var path = new StringBuilder();
        foreach (Level level in open.Reverse())
        {
            if (level.IsArray)
                path.Append('[').Append(level.Index).Append(']');
            else
                path.Append(path.Length > 0 ? "." : "").Append(level.Name);
        }

        return path.ToString();
    }

    private sealed class Level(bool isArray)
    {
        public bool IsArray { get; } = isArray;

        public HashSet<string> Seen { get; } = [];

        public string Name { get; set; } = "";

        public int Index { get; set; } = -1;
    }
}
