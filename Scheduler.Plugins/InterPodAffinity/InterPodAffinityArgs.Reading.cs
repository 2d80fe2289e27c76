using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.Configuration;

namespace Scheduler.Plugins.InterPodAffinity;

public sealed partial record InterPodAffinityArgs
{
    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static InterPodAffinityArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<InterPodAffinityArgs>(json, errors);
        InterPodAffinityArgs args = new()
        {
            HardPodAffinityWeight = written.Int32("hardPodAffinityWeight") ?? new InterPodAffinityArgs().HardPodAffinityWeight,
            IgnorePreferredTermsOfExistingPods = written.Boolean("ignorePreferredTermsOfExistingPods") ?? false,
        };
        written.End();
        if (args.HardPodAffinityWeight is < 0 or > 100) written.Error("hardPodAffinityWeight", "must be 0 to 100");
        return args;
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        writer.WriteNumber("hardPodAffinityWeight", HardPodAffinityWeight);
        writer.WriteBoolean("ignorePreferredTermsOfExistingPods", IgnorePreferredTermsOfExistingPods);
    }
}
