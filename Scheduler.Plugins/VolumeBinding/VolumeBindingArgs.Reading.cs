using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.Configuration;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.VolumeBinding;

public sealed partial record VolumeBindingArgs
{
    private const string Gate = "StorageCapacityScoring";

    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static VolumeBindingArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<VolumeBindingArgs>(json, errors);
        VolumeBindingArgs defaults = new();
        long timeout = written.Int64("bindTimeoutSeconds") ?? defaults.BindTimeoutSeconds;
        if (timeout < 0) written.Error("bindTimeoutSeconds", "must not be negative");

        UtilizationShapePoint[] shape = ArgsReading.Shape(written);
        if (written.Raw("shape") is not null && !features[Gate]) written.Error("shape", $"needs the feature gate {Gate}");
        written.End();
        return new() { BindTimeoutSeconds = timeout, Shape = shape.Length > 0 ? shape : defaults.Shape };
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        writer.WriteNumber("bindTimeoutSeconds", BindTimeoutSeconds);
        if (features[Gate]) ArgsWriting.Shape(writer, Shape);
    }
}
