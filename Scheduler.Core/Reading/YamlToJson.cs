using System.Buffers;
using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Scheduler.Core.Reading;

/// <summary>Turns the documents of a YAML text into JSON for the one reader: anchors and merge keys resolved, unquoted scalars typed as kubectl does.</summary>
public sealed class YamlToJson
{
    private const int DepthMax = 200;

    /// <summary>JSON larger than this many times the YAML can only come from aliases of aliases.</summary>
    private const int GrowthMax = 50;

    private readonly string source;
    private readonly Parser parser;
    private readonly long bytesMax;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Dictionary<string, List<ParsingEvent>> anchors = [];
    private Utf8JsonWriter json = null!;
    private YamlLines lines = new();
    private int depth;

    private YamlToJson(string source, string yaml)
    {
        this.source = source;
        parser = new Parser(new StringReader(yaml));
        bytesMax = Math.Min(Array.MaxLength, 1_000_000 + ((long)yaml.Length * GrowthMax));
    }

    /// <summary>Takes the JSON of one document; the bytes are reused for the next.</summary>
    public delegate void Document(ReadOnlySpan<byte> json, YamlLines lines);

    /// <summary>Converts every document that is not empty.</summary>
    /// <exception cref="ReadException">The text is no YAML.</exception>
    public static void Convert(string yaml, string source, Document document)
    {
        YamlToJson converter = new(source, yaml);
        while (converter.Advance())
            if (converter.parser.Current is DocumentStart) converter.Convert(document);
    }

    /// <summary>Goes on to the next event; false behind the last.</summary>
    private bool Advance()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw new ReadException(source, $"broken YAML at line {e.End.Line}, column {e.End.Column}: {e.Message.TrimEnd('.')}", inner: e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner of YamlDotNet stumbles over some broken texts instead of refusing them.
            throw new ReadException(source, $"broken YAML behind line {parser.Current?.End.Line ?? 1}", inner: e);
        }
    }

    private void Convert(Document document)
    {
        buffer.ResetWrittenCount();
        anchors.Clear();
        lines = new();
        using (json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            ParsingEvent root = Next();
            if (root is Scalar { Value: "", Style: ScalarStyle.Plain }) return;
            Node(root, Next);
        }

        document(buffer.WrittenSpan, lines);
    }

    private ParsingEvent Next()
    {
        Advance();
        return parser.Current!;
    }

    /// <summary>Writes the node that starts with an event; <paramref name="next"/> gives the events behind it.</summary>
    private void Node(ParsingEvent start, Func<ParsingEvent> next)
    {
        if (start is AnchorAlias alias)
        {
            Replay(alias, Node);
            return;
        }

        List<ParsingEvent>? recorded = null;
        if (start is NodeEvent { Anchor.IsEmpty: false })
        {
            recorded = [start];
            Func<ParsingEvent> inner = next;
            next = () =>
            {
                recorded.Add(inner());
                return recorded[^1];
            };
        }

        if (++depth > DepthMax) throw Wrong(start, $"nests deeper than {DepthMax} levels");
        lines.Add((int)(json.BytesCommitted + json.BytesPending), (int)start.Start.Line);
        switch (start)
        {
            case Scalar scalar: Value(scalar); break;
            case MappingStart: Mapping(next); break;
            case SequenceStart: Sequence(next); break;
            default: throw Wrong(start, $"{start} is out of place");
        }

        depth--;
        if (recorded is not null) anchors[((NodeEvent)start).Anchor.Value] = recorded;
    }

    private void Sequence(Func<ParsingEvent> next)
    {
        json.WriteStartArray();
        for (ParsingEvent item = next(); item is not SequenceEnd; item = next()) Node(item, next);
        json.WriteEndArray();
    }

    private void Mapping(Func<ParsingEvent> next)
    {
        json.WriteStartObject();
        HashSet<string> keys = [];
        for (ParsingEvent key = next(); key is not MappingEnd; key = next()) Pair(key, next, keys, isMerge: false);
        json.WriteEndObject();
    }

    /// <summary>Writes a key and its value. A key that a merge brings does not replace one that is there.</summary>
    private void Pair(ParsingEvent keyEvent, Func<ParsingEvent> next, HashSet<string> keys, bool isMerge)
    {
        if (keyEvent is AnchorAlias alias) keyEvent = Anchored(alias)[0];
        if (keyEvent is not Scalar scalar) throw Wrong(keyEvent, "a key is not a plain value");
        if (scalar is { Value: "<<", Style: ScalarStyle.Plain })
        {
            Merge(next(), next, keys);
            return;
        }

        string key = Key(scalar);
        bool isNew = keys.Add(key);
        if (isMerge && !isNew)
        {
            Skip(next(), next);
            return;
        }

        lines.Add((int)(json.BytesCommitted + json.BytesPending), (int)scalar.Start.Line);
        json.WritePropertyName(key);
        Node(next(), next);
        if (json.BytesCommitted + json.BytesPending > bytesMax) throw Wrong(scalar, "aliases expand to more than can be meant");
    }

    /// <summary>Writes the pairs of the mapping, or of each mapping in the list, behind a <c>&lt;&lt;</c>.</summary>
    private void Merge(ParsingEvent start, Func<ParsingEvent> next, HashSet<string> keys)
    {
        switch (start)
        {
            case AnchorAlias alias:
                Replay(alias, (first, rest) => Merge(first, rest, keys));
                break;
            case SequenceStart:
                for (ParsingEvent item = next(); item is not SequenceEnd; item = next()) Merge(item, next, keys);
                break;
            case MappingStart:
                for (ParsingEvent key = next(); key is not MappingEnd; key = next()) Pair(key, next, keys, isMerge: true);
                break;
            default:
                throw Wrong(start, "only mappings can be merged with <<");
        }
    }

    private static void Skip(ParsingEvent start, Func<ParsingEvent> next)
    {
        for (int open = start.NestingIncrease; open > 0; open += next().NestingIncrease) ;
    }

    private void Replay(AnchorAlias alias, Action<ParsingEvent, Func<ParsingEvent>> write)
    {
        List<ParsingEvent> events = Anchored(alias);
        int at = 0;
        if (++depth > DepthMax) throw Wrong(alias, $"nests deeper than {DepthMax} levels");
        write(events[at++], () => events[at++]);
        depth--;
    }

    private List<ParsingEvent> Anchored(AnchorAlias alias) =>
        anchors.TryGetValue(alias.Value.Value, out List<ParsingEvent>? events) ? events : throw Wrong(alias, $"there is no anchor &{alias.Value.Value} before *{alias.Value.Value}");

    private void Value(Scalar scalar)
    {
        switch (Typed(scalar))
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case long whole: json.WriteNumberValue(whole); break;
            case ulong whole: json.WriteNumberValue(whole); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case double: throw Wrong(scalar, $"{scalar.Value} is not a number that JSON has");
            default: json.WriteStringValue(scalar.Value); break;
        }
    }

    private static string Key(Scalar scalar) => Typed(scalar) switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        null => "null",
        object number => ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture),
    };

    private static object? Typed(Scalar scalar)
    {
        bool isText = scalar.Tag.IsEmpty ? scalar.Style != ScalarStyle.Plain : scalar.Tag.Value is "!" or "tag:yaml.org,2002:str" or "tag:yaml.org,2002:binary";
        return isText ? scalar.Value : YamlScalars.Resolve(scalar.Value);
    }

    private ReadException Wrong(ParsingEvent at, string problem) => new(source, problem, line: (int)at.Start.Line);
}
