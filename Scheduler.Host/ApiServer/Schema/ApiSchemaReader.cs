using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>Reads the table: types first, then their fields (which refer to types), then resources.</summary>
internal static class ApiSchemaReader
{
    public static ApiSchema Read(JsonElement table)
    {
        var types = new Dictionary<string, ApiType>();
        foreach (JsonProperty type in table.GetProperty("types").EnumerateObject())
            types[type.Name] = ReadType(type.Name, type.Value);
        foreach (JsonProperty envelope in table.GetProperty("envelopes").EnumerateObject())
            AddEnvelope(types, envelope);
        foreach (JsonProperty type in table.GetProperty("types").EnumerateObject())
            ReadFields(types[type.Name], type.Value, types);

        FrozenDictionary<string, ApiType> frozen = types.ToFrozenDictionary();
        var resources = table.GetProperty("resources").EnumerateArray().Select(r => ReadResource(r, types)).ToArray();
        return new ApiSchema(table.GetProperty("kubernetesVersion").GetString()!, resources, frozen);
    }

    private static ApiType ReadType(string name, JsonElement type) => new()
    {
        Name = name,
        ProtoName = Text(type, "proto") ?? "",
        Kind = type.TryGetProperty("fields", out _) ? FieldKind.Message : SpecialKind(name),
        Kinds = type.TryGetProperty("gvk", out JsonElement kinds) ? kinds.EnumerateArray().Select(ReadKind).ToArray() : [],
        Required = Texts(type, "required"),
        Atomic = Text(type, "mapType") == "atomic",
    };

    private static GroupVersionKind ReadKind(JsonElement kind) =>
        new(Text(kind, "group")!, Text(kind, "version")!, Text(kind, "kind")!);

    private static FieldKind SpecialKind(string name) => name[(name.LastIndexOf('.') + 1)..] switch
    {
        "Quantity" => FieldKind.Quantity,
        "Time" => FieldKind.Time,
        "MicroTime" => FieldKind.MicroTime,
        "IntOrString" => FieldKind.IntOrString,
        "RawExtension" => FieldKind.RawObject,
        "FieldsV1" => FieldKind.FieldsV1,
        "JSON" => FieldKind.AnyJson,
        "JSONSchemaPropsOrArray" => FieldKind.SchemaOrArray,
        "JSONSchemaPropsOrBool" => FieldKind.SchemaOrBool,
        "JSONSchemaPropsOrStringArray" => FieldKind.SchemaOrStrings,
        _ => FieldKind.Empty,
    };

    private static void ReadFields(ApiType type, JsonElement source, Dictionary<string, ApiType> types)
    {
        if (!source.TryGetProperty("fields", out JsonElement fields))
            return;
        var read = fields.EnumerateObject().Select(f => ReadField(f.Name, f.Value, types)).ToArray();
        foreach (ApiField field in read)
            field.Required = type.Required.Contains(field.Name);
        type.Fields = read.OrderBy(f => f.Name switch { "kind" when f.Number == 0 => -2, "apiVersion" when f.Number == 0 => -1, _ => f.Order })
            .ThenBy(f => f.Number).ToArray();
        NumberFields(type);
        type.ByName = read.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    private static ApiField ReadField(string name, JsonElement source, Dictionary<string, ApiType> types)
    {
        string declared = Text(source, "type")!;
        (FieldShape shape, string element) = SplitShape(declared);
        types.TryGetValue(element, out ApiType? type);
        bool wired = source.TryGetProperty("proto", out JsonElement proto);
        string? strategy = Text(source, "patchStrategy");
        return new ApiField
        {
            Name = name,
            Declared = declared,
            Shape = shape,
            Kind = type?.Kind ?? ScalarKind(element),
            Type = type,
            Zero = Text(source, "zero") switch { "kept" => ZeroRule.Kept, "always" => ZeroRule.Always, _ => ZeroRule.Dropped },
            PatchStrategy = strategy,
            PatchMerges = strategy?.Contains("merge") ?? false,
            PatchRetainsKeys = strategy?.Contains("retainKeys") ?? false,
            PatchMergeKey = Text(source, "patchMergeKey"),
            ListKind = Text(source, "listType") switch { "atomic" => ListKind.Atomic, "set" => ListKind.Set, "map" => ListKind.Map, _ => ListKind.Unstated },
            ListMapKeys = Texts(source, "listMapKeys"),
            MapType = Text(source, "mapType"),
            Enum = Texts(source, "enum"),
            Default = source.TryGetProperty("default", out JsonElement value) ? JsonNode.Parse(value.GetRawText()) : null,
            Number = wired ? proto.GetProperty("n").GetInt32() : 0,
            InlinePath = wired && proto.TryGetProperty("inlineOf", out JsonElement inline) ? ReadPath(inline) : [],
        };
    }

    private static int[] ReadPath(JsonElement inline) =>
        inline.ValueKind == JsonValueKind.Array ? inline.EnumerateArray().Select(n => n.GetInt32()).ToArray() : [inline.GetInt32()];

    /// <summary>Options and metadata-only objects are in the table only as wrappers: names and numbers. Their JSON follows from those.</summary>
    private static void AddEnvelope(Dictionary<string, ApiType> types, JsonProperty envelope)
    {
        const string MetaPackage = "k8s.io.apimachinery.pkg.apis.meta.v1.";
        if (!envelope.Name.StartsWith(MetaPackage, StringComparison.Ordinal) || types.ContainsKey("io.k8s." + envelope.Name["k8s.io.".Length..]))
            return;
        var type = new ApiType { Name = "io.k8s." + envelope.Name["k8s.io.".Length..], ProtoName = envelope.Name, Kind = FieldKind.Message };
        if (MetaKinds.NameOf(type.ShortName) is null)
            return;
        types[type.Name] = type;
        var fields = new List<ApiField> { TypeMetaField("kind"), TypeMetaField("apiVersion") };
        fields.AddRange(envelope.Value.EnumerateObject().Select(f => EnvelopeField(f, types)));
        type.Fields = [.. fields.Take(2), .. fields.Skip(2).OrderBy(f => f.Number)];
        type.ByName = fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        NumberFields(type);
    }

    private static void NumberFields(ApiType type)
    {
        for (int i = 0; i < type.Fields.Count; i++)
            type.Fields[i].Index = i;
    }

    private static ApiField TypeMetaField(string name) =>
        new() { Name = name, Declared = "string", Kind = FieldKind.String, Shape = FieldShape.One, Zero = ZeroRule.Dropped };

    private static ApiField EnvelopeField(JsonProperty field, Dictionary<string, ApiType> types)
    {
        string proto = Text(field.Value, "p")!;
        bool repeated = field.Value.TryGetProperty("rep", out _);
        string element = proto switch
        {
            "string" => "string",
            "bool" => "boolean",
            "int32" => "integer:int32",
            "int64" => "integer:int64",
            _ when proto[0] == '.' => "io.k8s." + proto[".k8s.io.".Length..],
            _ => "io.k8s.apimachinery.pkg.apis.meta.v1." + proto,
        };
        types.TryGetValue(element, out ApiType? type);
        return new ApiField
        {
            Name = field.Name,
            Declared = (repeated ? "[]" : "") + element,
            Shape = repeated ? FieldShape.List : FieldShape.One,
            Kind = type?.Kind ?? ScalarKind(element),
            Type = type,
            Zero = repeated && type is not null ? ZeroRule.Always : ZeroRule.Dropped,
            Number = field.Value.GetProperty("n").GetInt32(),
        };
    }

    private static (FieldShape Shape, string Element) SplitShape(string declared)
    {
        if (declared.StartsWith("map:[]", StringComparison.Ordinal))
            return (FieldShape.MapOfLists, declared[6..]);
        if (declared.StartsWith("map:", StringComparison.Ordinal))
            return (FieldShape.Map, declared[4..]);
        return declared.StartsWith("[]", StringComparison.Ordinal) ? (FieldShape.List, declared[2..]) : (FieldShape.One, declared);
    }

    private static FieldKind ScalarKind(string element) => element switch
    {
        "string" => FieldKind.String,
        "integer:int32" => FieldKind.Int32,
        "integer:int64" => FieldKind.Int64,
        "boolean" => FieldKind.Bool,
        "number:double" => FieldKind.Double,
        "string:byte" => FieldKind.Bytes,
        "any" => FieldKind.AnyJson,
        _ => throw new InvalidDataException($"The API table names an unknown type {element}."),
    };

    private static ApiResource ReadResource(JsonElement source, Dictionary<string, ApiType> types)
    {
        var kind = new GroupVersionKind(Text(source, "group")!, Text(source, "version")!, Text(source, "kind")!);
        return new ApiResource
        {
            Group = kind.Group,
            Version = kind.Version,
            Name = Text(source, "resource")!,
            Singular = Text(source, "singular")!,
            Kind = kind.Kind,
            Namespaced = source.GetProperty("namespaced").GetBoolean(),
            Verbs = Texts(source, "verbs"),
            ShortNames = Texts(source, "shortNames"),
            Categories = Texts(source, "categories"),
            Subresources = source.TryGetProperty("subresources", out JsonElement subs)
                ? subs.EnumerateArray().Select(s => new ApiSubresource(Text(s, "name")!, Text(s, "kind")!, Text(s, "group") ?? "", Text(s, "version") ?? "", Texts(s, "verbs"))).ToArray()
                : [],
            Columns = source.TryGetProperty("columns", out JsonElement columns) ? columns.EnumerateArray().Select(ReadColumn).ToArray() : [],
            Type = types.Values.First(t => t.Kinds.Contains(kind)),
        };
    }

    private static ApiColumn ReadColumn(JsonElement column) => new(
        Text(column, "name")!,
        Text(column, "type")!,
        Text(column, "format") ?? "",
        column.TryGetProperty("priority", out JsonElement priority) ? priority.GetInt32() : 0);

    private static string? Text(JsonElement source, string name) =>
        source.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string[] Texts(JsonElement source, string name) =>
        source.TryGetProperty(name, out JsonElement value) ? value.EnumerateArray().Select(v => v.GetString()!).ToArray() : [];
}
