using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Schema;

/// <summary>What documents show for fields that were not set.</summary>
internal static class ZeroValues
{
    /// <summary>
    /// Objects and times that are not optional are written even when nobody set them, as <c>{}</c> and <c>null</c>;
    /// the creation time is the one exception.
    /// </summary>
    public static bool TryGet(ApiField field, out JsonNode? zero)
    {
        zero = null;
        if (field.Zero == ZeroRule.Kept)
            return false;
        if (field.Shape != FieldShape.One)
            return field.Zero == ZeroRule.Always;
        switch (field.Kind)
        {
            case FieldKind.Message:
                zero = Empty(field.Type!);
                return true;
            case FieldKind.Empty:
                zero = new JsonObject();
                return true;
            case FieldKind.Time or FieldKind.MicroTime:
                return field.Name != "creationTimestamp";
            case FieldKind.Quantity:
                zero = "0";
                return true;
            case FieldKind.IntOrString:
                zero = 0L;
                return true;
            case FieldKind.RawObject or FieldKind.AnyJson:
                return true;
        }

        if (field.Zero == ZeroRule.Dropped)
            return false;
        zero = field.Kind switch
        {
            FieldKind.String => "",
            FieldKind.Bool => false,
            FieldKind.Bytes => null,
            _ => 0L,
        };
        return true;
    }

    /// <summary>The object that nothing was set in.</summary>
    public static JsonObject Empty(ApiType type)
    {
        var empty = new JsonObject();
        foreach (ApiField field in type.Fields)
        {
            if (TryGet(field, out JsonNode? zero))
                empty[field.Name] = zero;
        }

        return empty;
    }

    /// <summary>Whether a value that was set still does not show.</summary>
    public static bool Drops(ApiField field, JsonNode value)
    {
        if (field.Shape != FieldShape.One)
            return Count(value) == 0;
        if (field.Zero != ZeroRule.Dropped)
            return false;
        return field.Kind switch
        {
            FieldKind.String or FieldKind.Bytes => value.GetValue<string>().Length == 0,
            FieldKind.Bool => !value.GetValue<bool>(),
            FieldKind.Int32 or FieldKind.Int64 => value.GetValue<long>() == 0,
            FieldKind.Double => value.GetValue<double>() == 0,
            _ => false,
        };
    }

    private static int Count(JsonNode value) => value is JsonArray items ? items.Count : ((JsonObject)value).Count;
}
