using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Reading;

/// <summary>Reads one object's JSON straight into its record. The parts of this type are split by kind; this one holds what all of them use.</summary>
/// <remarks>
/// Methods that take the value of the current field start on its name; those named <c>…Here</c>, and the readers of records, start on the value's
/// first token. Both end on the value's last token. A null counts as absent, an unknown field is passed over, and of a repeated field the last counts.
/// </remarks>
internal ref partial struct ObjectReader
{
    private readonly ReadOnlySpan<byte> document;
    private readonly DocumentText origin;
    private readonly InternTable intern;
    private Utf8JsonReader json;

    /// <summary>True in files, where a namespaced object without a namespace is in <c>default</c>, as for kubectl.</summary>
    private bool hasDefaultNamespace;

    // Reused from one map to the next; maps do not nest.
    private List<KeyValuePair<string, string>>? pairs;
    private List<KeyValuePair<string, Quantity>>? amounts;

    public ObjectReader(ReadOnlySpan<byte> document, DocumentText origin, InternTable intern)
    {
        this.document = document;
        this.origin = origin;
        this.intern = intern;
        json = new Utf8JsonReader(document, DocumentText.Options);
    }

    /// <summary>Where the current object starts in the document: what a field's path is counted from.</summary>
    public int ObjectStart { get; private set; }

    /// <summary>The kind of the current object, once it is known.</summary>
    public KubeKind? Kind { get; private set; }

    /// <summary>Reads the value that the reader stands on.</summary>
    private delegate T Parse<out T>(ref ObjectReader reader);

    /// <summary>Stops with an error at the current token.</summary>
    [DoesNotReturn]
    private readonly void Fail(string problem) => throw origin.Error(document, ObjectStart, (int)json.TokenStartIndex, problem, Kind);

    [DoesNotReturn]
    private readonly void FailType(string expected) => Fail($"expected {expected}, found {Name(json.TokenType)}");

    private static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => token.ToString(),
    };

    private readonly void BeginObject()
    {
        if (json.TokenType != JsonTokenType.StartObject) FailType("an object");
    }

    /// <summary>Goes to the value of the current field and into it; false where it is null.</summary>
    private bool Enter()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return false;
        BeginObject();
        return true;
    }

    /// <summary>Goes on to the next field's name; false at the object's end.</summary>
    private bool NextField() => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private readonly bool Is(ReadOnlySpan<byte> name) => json.ValueTextEquals(name);

    private void SkipValue()
    {
        json.Read();
        json.Skip();
    }

    /// <summary>A text that many objects share.</summary>
    private string Text(string absent = "") => TextOrNull() ?? absent;

    private string? TextOrNull()
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : TextHere();
    }

    private readonly string TextHere()
    {
        if (json.TokenType != JsonTokenType.String) FailType("a string");
        return json.ValueIsEscaped ? intern.Intern(Unescaped()) : intern.Intern(json.ValueSpan);
    }

    /// <summary>A text that no other object is likely to have: a name of a pod, a uid, a message.</summary>
    private string UniqueText()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return "";
        if (json.TokenType != JsonTokenType.String) FailType("a string");
        return json.ValueIsEscaped ? Unescaped() : Encoding.UTF8.GetString(json.ValueSpan);
    }

    /// <summary>The name of the current field.</summary>
    private readonly string FieldName() => json.ValueIsEscaped ? intern.Intern(Unescaped()) : intern.Intern(json.ValueSpan);

    private readonly string Unescaped()
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Fail("the text is not valid Unicode");
            return "";
        }
    }

    private string[] Texts() => Items(static (ref ObjectReader reader) => reader.TextHere()) ?? [];

    private bool Flag() => FlagOrNull() ?? false;

    private bool? FlagOrNull()
    {
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return null;
        }

        FailType("a boolean");
        return null;
    }

    private int Int32() => Int32OrNull() ?? 0;

    private int? Int32OrNull()
    {
        long? value = Int64OrNull();
        if (value is < int.MinValue or > int.MaxValue) Fail($"{value} does not fit into 32 bits");
        return (int?)value;
    }

    private long Int64() => Int64OrNull() ?? 0;

    private long? Int64OrNull()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.Number) FailType("a number");
        if (!json.TryGetInt64(out long value)) Fail($"{Encoding.UTF8.GetString(json.ValueSpan)} is not a whole number of 64 bits");
        return value;
    }

    /// <summary>A time in RFC 3339 with its offset, as UTC.</summary>
    private DateTimeOffset? TimeOrNull()
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.String) FailType("a time");
        ReadOnlySpan<byte> text = json.ValueSpan;
        bool hasOffset = text.Length > 10 && text[10..].ContainsAny("Z+-"u8);
        if (!hasOffset || !json.TryGetDateTimeOffset(out DateTimeOffset time))
        {
            Fail($"\"{Encoding.UTF8.GetString(text)}\" is not a time (RFC 3339)");
            return null;
        }

        return time.ToUniversalTime();
    }

    /// <summary>An object; null where it is absent.</summary>
    private T? Object<T>(Parse<T> parse) where T : class
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : parse(ref this);
    }

    /// <summary>A list; null where it is absent.</summary>
    private T[]? Items<T>(Parse<T> parse)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : ItemsHere(parse);
    }

    private T[] ItemsHere<T>(Parse<T> parse)
    {
        if (json.TokenType != JsonTokenType.StartArray) FailType("a list");
        T[] items = [];
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == items.Length) Array.Resize(ref items, count == 0 ? 1 : count * 4);
            items[count++] = parse(ref this);
        }

        Array.Resize(ref items, count);
        return items;
    }

    /// <summary>A value that other objects may have in the same words: then they share one record, and it is read only once. Null where absent.</summary>
    private T? Shared<T>(FragmentTable<T> table, Parse<T> parse) where T : class
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        Utf8JsonReader start = json;
        json.Skip();
        ReadOnlySpan<byte> text = document[(int)start.TokenStartIndex..(int)json.BytesConsumed];
        if (table.TryGet(text, out T? known)) return known;
        json = start;
        T value = parse(ref this);
        table.Add(text, value);
        return value;
    }

    /// <summary>A map of texts whose values many objects share; null where absent.</summary>
    private StringMap? MapOrNull() => Shared(intern.Maps, static (ref ObjectReader reader) => reader.MapHere());

    private StringMap MapHere()
    {
        BeginObject();
        pairs ??= [];
        pairs.Clear();
        while (NextField())
        {
            string key = FieldName();
            pairs.Add(new(key, Text()));
        }

        return StringMap.From(CollectionsMarshal.AsSpan(pairs));
    }
}
