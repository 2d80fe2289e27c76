using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.Configuration;
using Scheduler.Plugins.NodeResourcesFit;

namespace Scheduler.Plugins.NodeResourcesBalancedAllocation;

public sealed partial record NodeResourcesBalancedAllocationArgs
{
    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static NodeResourcesBalancedAllocationArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<NodeResourcesBalancedAllocationArgs>(json, errors);
        StrictObject[] entries = written.Objects("resources");
        ResourceSpec[] resources = [.. entries.Select(ArgsReading.Resource)];
        written.End();
        for (int i = 0; i < resources.Length; i++)
        {
            string name = resources[i].Name;
            if (resources[i].Weight != 1) entries[i].Error("weight", "must be 1");
            if (resources.Take(i).Any(other => other.Name == name)) entries[i].Error("name", "the resource is named twice");
        }

        return resources.Length == 0 ? new() : new() { Resources = resources };
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features) => ArgsWriting.Resources(writer, Resources);
}
