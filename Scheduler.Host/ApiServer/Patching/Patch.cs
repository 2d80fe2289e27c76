using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Patching;

public enum PatchKind : byte
{
    /// <summary><c>application/json-patch+json</c>, RFC 6902.</summary>
    Json,

    /// <summary><c>application/merge-patch+json</c>, RFC 7386.</summary>
    Merge,

    /// <summary><c>application/strategic-merge-patch+json</c>.</summary>
    Strategic,
}

/// <summary>A parsed patch. It can be applied again and again (a conflict retries it on the newer object) and never changes what it is applied to.</summary>
public sealed class Patch
{
    private readonly PatchKind _kind;
    private readonly JsonNode _body;
    private readonly List<string> _duplicates;

    private Patch(PatchKind kind, JsonNode body, List<string> duplicates)
    {
        _kind = kind;
        _body = body;
        _duplicates = duplicates;
    }

    /// <exception cref="ApiDataException">The body is not a patch of this kind.</exception>
    public static Patch Parse(PatchKind kind, ReadOnlySpan<byte> body)
    {
        var duplicates = new List<string>();
        JsonNode? parsed = DuplicateFields.Parse(body, duplicates);
        if (kind == PatchKind.Json)
        {
            JsonPatch.Check(parsed);
            return new Patch(kind, parsed!, []);
        }

        if (parsed is not JsonObject)
            throw ApiDataException.BadRequest("error decoding patch: json: cannot unmarshal " + KindWord(parsed) + " into Go value of type map[string]interface {}");
        return new Patch(kind, parsed, duplicates);
    }

    /// <summary>The patched document in the server's own form. Metadata that clients cannot change is the caller's concern.</summary>
    /// <exception cref="ApiDataException">The patch does not fit the document, or the outcome is not of the type.</exception>
    public DecodedDocument Apply(ApiSchema schema, JsonObject current, ApiType type, FieldValidationMode mode)
    {
        JsonObject patched = _kind switch
        {
            PatchKind.Json => JsonPatch.Apply(current, (JsonArray)_body),
            PatchKind.Merge => MergePatch.Apply(current, (JsonObject)_body),
            _ => StrategicMergePatch.Apply(schema, current, (JsonObject)_body, type),
        };
        if (Depth(patched) > JsonTree.MaxDepth)
            throw ApiDataException.BadRequest("exceeded max depth");
        if (_kind == PatchKind.Strategic)
            KeepIdentity(current, patched);
        return Check(current, patched, type, mode);
    }

    private DecodedDocument Check(JsonObject current, JsonObject patched, ApiType type, FieldValidationMode mode)
    {
        var problems = new List<string>(_duplicates);
        JsonObject document;
        try
        {
            CheckIdentity(current, patched);
            document = DocumentReader.Normalize(type, patched, problems);
        }
        catch (ApiDataException error)
        {
            throw Invalid(patched, error.Message);
        }

        if (mode == FieldValidationMode.Strict && problems.Count > 0)
            throw Invalid(patched, DocumentReader.StrictError(problems));
        return new DecodedDocument(document, mode == FieldValidationMode.Warn ? problems : []);
    }

    private static void KeepIdentity(JsonObject current, JsonObject patched)
    {
        foreach (string name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (current[name] is { } value)
                patched[name] = value.DeepClone();
        }
    }

    private static void CheckIdentity(JsonObject current, JsonObject patched)
    {
        string? kind = patched.Text("kind"), apiVersion = patched.Text("apiVersion");
        if (kind is null)
            throw ApiDataException.BadRequest("Object 'Kind' is missing in '" + JsonTree.Text(patched) + "'");
        if (kind != current.Text("kind") || apiVersion != current.Text("apiVersion"))
            throw ApiDataException.BadRequest($"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
    }

    /// <summary>Refusals quote the patched object; those of a strategic patch quote the patch, as Go prints it.</summary>
    private ApiDataException Invalid(JsonObject patched, string reason)
    {
        string value = _kind == PatchKind.Strategic ? GoText.Of(_body) : JsonTree.Text(patched);
        return ApiDataException.Invalid([FieldCause.Invalid("patch", JsonTree.Text(value), reason)]);
    }

    private static int Depth(JsonNode? root)
    {
        int deepest = 0;
        var open = new Stack<(JsonNode? Node, int Depth)>([(root, 1)]);
        while (open.TryPop(out (JsonNode? Node, int Depth) next))
        {
            deepest = Math.Max(deepest, next.Depth);
            IEnumerable<JsonNode?> children = next.Node switch
            {
                JsonObject members => members.Select(m => m.Value),
                JsonArray items => items,
                _ => [],
            };
            foreach (JsonNode? child in children)
                open.Push((child, next.Depth + 1));
        }

        return deepest;
    }

    private static string KindWord(JsonNode? node) => node switch
    {
        JsonArray => "array",
        JsonObject => "object",
        null => "null",
        _ => node.KindOf() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => "number",
            _ => "bool",
        },
    };
}
