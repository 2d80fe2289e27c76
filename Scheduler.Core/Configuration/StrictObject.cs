using System.Text.Json;

namespace Scheduler.Core.Configuration;

/// <summary>A JSON object of which every field must be known: unknown and repeated fields are errors, and so are values of another type.</summary>
/// <remarks>
/// Ask for every field that exists, then call <see cref="End"/>. Null counts as absent. A wrong value is noted and comes back as absent, so that
/// reading goes on and finds the rest of the errors.
/// </remarks>
public sealed partial class StrictObject
{
    private readonly FieldErrors errors;
    private readonly List<(string Name, JsonElement Value)> fields = [];
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private StrictObject(FieldErrors errors, string path) => (this.errors, Path) = (errors, path);

    /// <summary>Where the object is, relative to the error list it was given.</summary>
    public string Path { get; }

    /// <summary>Reads an object; anything else is noted as an error and read as an empty object. Absent is an empty object too.</summary>
    public static StrictObject Of(JsonElement? element, FieldErrors errors, string path = "")
    {
        StrictObject result = new(errors, path);
        if (element is not { ValueKind: not JsonValueKind.Null } value) return result;
        if (value.ValueKind == JsonValueKind.Object) result.Take(value);
        else errors.Add(path, value, "must be an object");
        return result;
    }

    /// <summary>The path of a field of this object.</summary>
    public string PathOf(string field) => FieldErrors.Join(Path, field);

    /// <summary>Notes that a field of this object is wrong.</summary>
    public void Error(string field, string reason)
    {
        JsonElement? value = Find(field);
        if (value is { } written) errors.Add(PathOf(field), written, reason);
        else errors.Add(PathOf(field), "", reason);
    }

    /// <summary>The value of a field as it is, or null where it is absent or null.</summary>
    public JsonElement? Raw(string field)
    {
        asked.Add(field);
        return Find(field);
    }

    /// <summary>Notes an error where <c>apiVersion</c> or <c>kind</c> are not these.</summary>
    public void CheckType(string apiVersion, string kind, bool required)
    {
        Check("apiVersion", apiVersion);
        Check("kind", kind);

        void Check(string field, string expected)
        {
            if (Raw(field) is not { } written ? required : written.ValueKind != JsonValueKind.String || !written.ValueEquals(expected))
                Error(field, $"must be {expected}");
        }
    }

    /// <summary>To be called when all known fields were asked for: what is left is unknown.</summary>
    public void End()
    {
        foreach ((string name, _) in fields)
            if (!asked.Contains(name)) errors.Add(PathOf(name), "", "unknown field");
    }

    private void Take(JsonElement value)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (fields.Exists(field => field.Name == property.Name)) errors.Add(PathOf(property.Name), property.Value, "field is repeated");
            else fields.Add((property.Name, property.Value));
        }
    }

    private JsonElement? Find(string field)
    {
        foreach ((string name, JsonElement value) in fields)
            if (name == field) return value.ValueKind == JsonValueKind.Null ? null : value;
        return null;
    }
}
