using System.Text.Json;

namespace Scheduler.Core.Reading;

/// <summary>Walks the JSON of one object to find what it is called, and the path of the token at an offset. Only for error messages.</summary>
internal sealed class ObjectWalk
{
    private readonly int target;
    private string kind = "", name = "", ns = "";

    private ObjectWalk(int target) => this.target = target;

    /// <summary>Path of the token, such as <c>spec.containers[0].name</c>; empty where it is the object itself or was not found.</summary>
    public string Field { get; private set; } = "";

    /// <summary>Walks an object; <paramref name="target"/> is the offset of the token whose path is wanted.</summary>
    public static ObjectWalk Of(ReadOnlySpan<byte> json, int target = -1)
    {
        ObjectWalk walk = new(target);
        Utf8JsonReader reader = new(json, DocumentText.Options);
        try
        {
            if (reader.Read()) walk.Value(ref reader, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The text breaks off here or is no Unicode. What was found so far is what there is to say.
        }

        return walk;
    }

    /// <summary><c>Pod default/web</c>, or as much of it as is known.</summary>
    public string Describe(KubeKind? knownKind)
    {
        string key = ns.Length == 0 || name.Length == 0 ? name : $"{ns}/{name}";
        return $"{knownKind?.Info().Name ?? kind} {key}".Trim();
    }

    private void Value(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenStartIndex == target) Field = path;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject) Property(ref reader, path);
                break;
            case JsonTokenType.StartArray:
                for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++) Value(ref reader, $"{path}[{i}]");
                break;
            case JsonTokenType.String:
                if (path == "kind") kind = reader.GetString()!;
                else if (path == "metadata.name") name = reader.GetString()!;
                else if (path == "metadata.namespace") ns = reader.GetString()!;
                break;
        }
    }

    private void Property(ref Utf8JsonReader reader, string path)
    {
        string field = Join(path, reader.GetString()!);
        if (reader.TokenStartIndex == target) Field = field;
        reader.Read();
        Value(ref reader, field);
    }

    /// <summary>Keys that are no plain words, such as label keys, stand in brackets as in Kubernetes' own messages.</summary>
    private static string Join(string path, string name)
    {
        if (name.AsSpan().ContainsAny('.', '/', '[')) return $"{path}[{name}]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }
}
