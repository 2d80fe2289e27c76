using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.Configuration;

namespace Scheduler.Plugins.DynamicResources;

public sealed partial record DynamicResourcesArgs
{
    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static DynamicResourcesArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<DynamicResourcesArgs>(json, errors);
        DynamicResourcesArgs defaults = new();
        TimeSpan? filter = written.Duration("filterTimeout");
        TimeSpan? binding = written.Duration("bindingTimeout");
        written.End();

        // A field without effect is an error: it would take effect unseen as soon as its gate is switched on.
        if (filter is not null && !features["DRASchedulerFilterTimeout"]) written.Error("filterTimeout", "needs the feature gate DRASchedulerFilterTimeout");
        else if (filter < TimeSpan.Zero) written.Error("filterTimeout", "must not be negative");
        if (binding is not null && !HasBindingTimeout(features))
            written.Error("bindingTimeout", "needs the feature gates DRADeviceBindingConditions and DRAResourceClaimDeviceStatus");
        else if (binding < TimeSpan.FromSeconds(1)) written.Error("bindingTimeout", "must be at least 1s");
        return new()
        {
            FilterTimeout = filter ?? (features["DRASchedulerFilterTimeout"] ? defaults.FilterTimeout : TimeSpan.Zero),
            BindingTimeout = binding ?? defaults.BindingTimeout,
        };
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        if (features["DRASchedulerFilterTimeout"]) writer.WriteString("filterTimeout", Durations.Format(FilterTimeout));
        if (HasBindingTimeout(features)) writer.WriteString("bindingTimeout", Durations.Format(BindingTimeout));
    }

    private static bool HasBindingTimeout(FeatureGates features) => features["DRADeviceBindingConditions"] && features["DRAResourceClaimDeviceStatus"];
}
