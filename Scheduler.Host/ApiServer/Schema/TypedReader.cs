using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>
/// Reads JSON text as one type of the table, in a single pass: checks value types, drops what the type does not have (remembering it),
/// makes quantities and times canonical, and writes the fields in the table's order with the zero rules applied.
/// </summary>
internal ref partial struct TypedReader
{
    /// <summary>More problems than these are not reported.</summary>
    private const int MaxStrictProblems = 100;

    private readonly List<string> _strictProblems;
    private readonly List<Step> _path = [];
    private Utf8JsonReader _reader;

    private TypedReader(ReadOnlySpan<byte> utf8, List<string> strictProblems)
    {
        _reader = new Utf8JsonReader(utf8, JsonTree.ReaderOptions);
        _strictProblems = strictProblems;
    }

    /// <summary>One step down from the root: a member name, or an index when the name is null.</summary>
    private readonly record struct Step(string? Name, int Index, ApiType? Owner);

    /// <param name="strictProblems">Gets a text per unknown or duplicate field.</param>
    /// <exception cref="ApiDataException">A value has the wrong type; the message is the bare reason.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> utf8, ApiType type, List<string> strictProblems)
    {
        var typed = new TypedReader(utf8, strictProblems);
        typed._reader.Read();
        if (typed._reader.TokenType != JsonTokenType.StartObject)
            throw ApiDataException.BadRequest($"json: cannot unmarshal {typed.Found()} into Go value of type {type.GoName}");
        JsonObject document = typed.ReadMessage(type);
        while (typed._reader.Read())
        {
        }

        return document;
    }

    private JsonObject ReadMessage(ApiType type)
    {
        IReadOnlyList<ApiField> fields = type.Fields;
        var values = new JsonNode?[fields.Count];
        HashSet<string>? seenUnknown = null;
        ulong seenLow = 0;
        HashSet<int>? seenHigh = null;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            string name = _reader.GetString()!;
            _reader.Read();
            _path.Add(new Step(name, 0, type));
            if (type.ByName.TryGetValue(name, out ApiField? field))
            {
                int index = field.Index;
                bool repeated = index < 64 ? (seenLow & (1UL << index)) != 0 : !(seenHigh ??= []).Add(index);
                if (repeated)
                    NoteStrict("duplicate");
                if (index < 64)
                    seenLow |= 1UL << index;
                values[index] = _reader.TokenType == JsonTokenType.Null ? null : ReadField(field);
            }
            else
            {
                NoteStrict((seenUnknown ??= []).Add(name) ? "unknown" : "duplicate");
                _reader.Skip();
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return Assemble(fields, values);
    }

    /// <summary>Puts read values and zeros together, in the table's order.</summary>
    internal static JsonObject Assemble(IReadOnlyList<ApiField> fields, JsonNode?[] values)
    {
        var document = new JsonObject();
        for (int i = 0; i < values.Length; i++)
        {
            JsonNode? value = values[i];
            if (value is not null && !ZeroValues.Drops(fields[i], value))
                document.Add(fields[i].Name, value);
            else if (ZeroValues.TryGet(fields[i], out JsonNode? zero))
                document.Add(fields[i].Name, zero);
        }

        return document;
    }

    private JsonNode? ReadField(ApiField field)
    {
        switch (field.Shape)
        {
            case FieldShape.One:
                return ReadOne(field);
            case FieldShape.List:
                return ReadList(field);
            default:
                return ReadMap(field);
        }
    }

    private JsonArray ReadList(ApiField field)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw WrongType(GoTypeOf(field));
        var items = new JsonArray();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            _path.Add(new Step(null, items.Count, null));
            JsonNode? item = _reader.TokenType == JsonTokenType.Null ? ZeroOf(field) : ReadOne(field);
            items.Add(item);
            _path.RemoveAt(_path.Count - 1);
        }

        return items;
    }

    /// <summary>Maps are written with sorted keys: the same object is the same bytes.</summary>
    private JsonObject ReadMap(ApiField field)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw WrongType(GoTypeOf(field));
        var entries = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            string key = _reader.GetString()!;
            _reader.Read();
            _path.Add(new Step(key, -1, null));
            if (entries.ContainsKey(key))
                NoteStrict("duplicate");
            entries[key] = _reader.TokenType == JsonTokenType.Null
                ? ZeroOf(field)
                : field.Shape == FieldShape.MapOfLists ? ReadList(field) : ReadOne(field);
            _path.RemoveAt(_path.Count - 1);
        }

        var map = new JsonObject();
        foreach ((string key, JsonNode? value) in entries)
            map.Add(key, value);
        return map;
    }

    private static JsonNode? ZeroOf(ApiField field) => field.Kind switch
    {
        _ when field.Shape == FieldShape.MapOfLists => new JsonArray(),
        FieldKind.Message => ZeroValues.Empty(field.Type!),
        FieldKind.String or FieldKind.Bytes => "",
        FieldKind.Quantity => "0",
        FieldKind.Bool => false,
        FieldKind.Int32 or FieldKind.Int64 or FieldKind.Double => 0L,
        _ => null,
    };

    private void NoteStrict(string what)
    {
        if (_strictProblems.Count < MaxStrictProblems)
            _strictProblems.Add($"{what} field \"{PathText()}\"");
    }

    /// <summary><c>spec.containers[0].image</c>.</summary>
    private readonly string PathText()
    {
        var text = new StringBuilder();
        foreach (Step step in _path)
        {
            if (step.Name is null)
                text.Append('[').Append(step.Index).Append(']');
            else
                text.Append(text.Length > 0 ? "." : "").Append(step.Name);
        }

        return text.ToString();
    }
}
