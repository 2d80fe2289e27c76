using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Protobuf;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>The media types in which a document may arrive.</summary>
public enum BodyFormat : byte
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>Turns request bodies into documents: parses, checks types, and writes the server's own form (unknown fields dropped, quantities and times canonical).</summary>
public static class DocumentReader
{
    /// <summary>Reads the body of a create or an update.</summary>
    /// <param name="expected">The kind that the path serves; a body without kind is taken for it.</param>
    /// <exception cref="ApiDataException">The body is not such a document; or, when strict, it has unknown or duplicate fields.</exception>
    public static DecodedDocument Read(ApiSchema schema, ReadOnlySpan<byte> body, BodyFormat format, GroupVersionKind expected, FieldValidationMode mode)
    {
        if (format == BodyFormat.Protobuf)
            return new DecodedDocument(CheckKind(schema, ProtobufCodec.Decode(schema, body), expected), []);
        if (format == BodyFormat.Yaml)
            body = YamlText.ToJson(body);

        GroupVersionKind found = KindOf(body, expected);
        if (!schema.TryFindType(found.ApiVersion, found.Kind, out ApiType? type))
            throw Refuse(found, expected, $"no kind \"{found.Kind}\" is registered for version \"{found.ApiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        CheckKind(found, expected, type);
        var problems = new List<string>();
        JsonObject document = ReadTyped(body, type, found, expected, problems);
        if (type.ByName.ContainsKey("kind"))
            FieldOrder.PutKindFirst(document, found.Kind, found.ApiVersion);
        if (mode == FieldValidationMode.Strict && problems.Count > 0)
            throw Refuse(found, expected, StrictError(problems));
        return new DecodedDocument(document, mode == FieldValidationMode.Warn ? problems : []);
    }

    /// <summary>Brings a document that was built or patched in memory into the server's own form.</summary>
    /// <exception cref="ApiDataException">A value has the wrong type; the message is the bare reason.</exception>
    public static JsonObject Normalize(ApiType type, JsonObject document, List<string> strictProblems) =>
        TypedReader.Read(JsonTree.Write(document), type, strictProblems);

    /// <summary>Parses a document that this server wrote itself (no checks).</summary>
    public static JsonObject Parse(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored, JsonTree.ReaderOptions);
        return (JsonObject)JsonNode.Parse(ref reader)!;
    }

    /// <summary>The bytes that are stored and sent.</summary>
    public static byte[] Write(JsonObject document) => JsonTree.Write(document);

    internal static string StrictError(IEnumerable<string> problems) => "strict decoding error: " + string.Join(", ", problems);

    private static JsonObject ReadTyped(ReadOnlySpan<byte> body, ApiType type, GroupVersionKind found, GroupVersionKind expected, List<string> problems)
    {
        try
        {
            return TypedReader.Read(body, type, problems);
        }
        catch (ApiDataException error)
        {
            throw Refuse(found, expected, error.Message);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Unrecognized(body, expected, JsonTree.Describe(error, body));
        }
    }

    /// <summary>Finds apiVersion and kind at the top of the body; what is missing is taken from the path.</summary>
    private static GroupVersionKind KindOf(ReadOnlySpan<byte> body, GroupVersionKind expected)
    {
        string? apiVersion = null, kind = null;
        try
        {
            var reader = new Utf8JsonReader(body, JsonTree.ReaderOptions);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Unrecognized(body, expected, $"json: cannot unmarshal {(reader.TokenType == JsonTokenType.StartArray ? "array" : "value")} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isVersion = reader.ValueTextEquals("apiVersion"u8), isKind = reader.ValueTextEquals("kind"u8);
                reader.Read();
                if (isVersion && reader.TokenType == JsonTokenType.String)
                    apiVersion = reader.GetString();
                else if (isKind && reader.TokenType == JsonTokenType.String)
                    kind = reader.GetString();
                reader.Skip();
            }

            while (reader.Read())
            {
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Unrecognized(body, expected, JsonTree.Describe(error, body));
        }

        return Split(string.IsNullOrEmpty(apiVersion) ? expected.ApiVersion : apiVersion, string.IsNullOrEmpty(kind) ? expected.Kind : kind);
    }

    private static GroupVersionKind Split(string apiVersion, string kind)
    {
        int slash = apiVersion.IndexOf('/');
        return slash < 0 ? new("", apiVersion, kind) : new(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    private static JsonObject CheckKind(ApiSchema schema, JsonObject document, GroupVersionKind expected)
    {
        GroupVersionKind found = Split((string?)document["apiVersion"] ?? "", (string?)document["kind"] ?? "");
        if (schema.TryFindType(found.ApiVersion, found.Kind, out ApiType? type))
            CheckKind(found, expected, type);
        return document;
    }

    private static void CheckKind(GroupVersionKind found, GroupVersionKind expected, ApiType type)
    {
        if (found == expected || (found.Kind == expected.Kind && MetaKinds.NameOf(found.Kind) is not null))
            return;
        if (found.Group == expected.Group && found.Kind == expected.Kind)
            throw ApiDataException.BadRequest($"the API version in the data ({found.ApiVersion}) does not match the expected API version ({expected.ApiVersion})");
        string target = expected.Group.Length == 0 ? "core" : expected.Group.Split('.')[0];
        throw Refuse(found, expected, $"converting ({type.GoName}) to ({target}.{expected.Kind}): unknown conversion");
    }

    private static ApiDataException Refuse(GroupVersionKind found, GroupVersionKind expected, string reason) =>
        ApiDataException.BadRequest($"{found.Kind} in version \"{found.Version}\" cannot be handled as a {expected.Kind}: {reason}");

    private static ApiDataException Unrecognized(ReadOnlySpan<byte> body, GroupVersionKind expected, string reason) =>
        ApiDataException.BadRequest($"the object provided is unrecognized (must be of type {expected.Kind}): couldn't get version/kind; json parse error: {reason} ({Summary(body)})");

    /// <summary>The first bytes of a body, for error texts: as they are for JSON, in hexadecimal otherwise.</summary>
    internal static string Summary(ReadOnlySpan<byte> body)
    {
        const int Shown = 30;
        if (body.IsEmpty)
            return "<empty>";
        ReadOnlySpan<byte> start = body[..Math.Min(Shown, body.Length)];
        return (body[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (body.Length > Shown ? " ..." : "");
    }
}
