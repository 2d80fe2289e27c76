using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>YAML bodies become JSON text: plain scalars are resolved as YAML 1.2 does for JSON, keys are strings, aliases are refused.</summary>
internal static class YamlText
{
    /// <exception cref="ApiDataException">The text is not one YAML document.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> yaml)
    {
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(yaml)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return "null"u8.ToArray();
            JsonNode? root = ReadNode(parser, 0);
            return root is null ? "null"u8.ToArray() : JsonTree.Write(root);
        }
        catch (YamlException error)
        {
            throw ApiDataException.BadRequest($"error converting YAML to JSON: yaml: line {error.Start.Line}: {error.Message}");
        }
    }

    private static JsonNode? ReadNode(IParser parser, int depth)
    {
        if (depth > JsonTree.MaxDepth)
            throw ApiDataException.BadRequest("error converting YAML to JSON: exceeded max depth");
        if (parser.Current is Scalar)
            return Resolve(parser.Consume<Scalar>());
        if (parser.TryConsume<MappingStart>(out _))
            return ReadMapping(parser, depth);
        if (!parser.TryConsume<SequenceStart>(out _))
            throw ApiDataException.BadRequest("error converting YAML to JSON: yaml: aliases are not accepted");
        var items = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(parser, depth + 1));
        return items;
    }

    private static JsonObject ReadMapping(IParser parser, int depth)
    {
        var members = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar)
                throw ApiDataException.BadRequest("error converting YAML to JSON: yaml: keys must be scalars");
            string key = parser.Consume<Scalar>().Value;
            members[key] = ReadNode(parser, depth + 1);
        }

        return members;
    }

    private static JsonValue? Resolve(Scalar scalar)
    {
        string text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
            return JsonValue.Create(text);
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return JsonValue.Create(whole);
        bool numeric = char.IsAsciiDigit(text[0]) || text[0] is '.' or '-' or '+';
        return numeric && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
