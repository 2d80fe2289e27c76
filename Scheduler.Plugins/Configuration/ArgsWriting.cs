using System.Text.Json;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.Configuration;

/// <summary>The other way round from <see cref="ArgsReading"/>.</summary>
internal static class ArgsWriting
{
    public static void Strings(Utf8JsonWriter writer, string field, string[] values)
    {
        writer.WriteStartArray(field);
        foreach (string value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static void Resources(Utf8JsonWriter writer, ResourceSpec[] resources)
    {
        writer.WriteStartArray("resources");
        foreach (ResourceSpec resource in resources)
        {
            writer.WriteStartObject();
            writer.WriteString("name", resource.Name);
            writer.WriteNumber("weight", resource.Weight);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Shape(Utf8JsonWriter writer, UtilizationShapePoint[] shape)
    {
        writer.WriteStartArray("shape");
        foreach (UtilizationShapePoint point in shape)
        {
            writer.WriteStartObject();
            writer.WriteNumber("utilization", point.Utilization);
            writer.WriteNumber("score", point.Score);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
