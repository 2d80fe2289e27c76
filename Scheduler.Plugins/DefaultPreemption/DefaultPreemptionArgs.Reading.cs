using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins.Configuration;

namespace Scheduler.Plugins.DefaultPreemption;

public sealed partial record DefaultPreemptionArgs
{
    /// <summary>Reads, defaults and checks the arguments; null gives the defaults.</summary>
    public static DefaultPreemptionArgs Read(JsonElement? json, FeatureGates features, FieldErrors errors)
    {
        StrictObject written = ArgsReading.Begin<DefaultPreemptionArgs>(json, errors);
        DefaultPreemptionArgs defaults = new();
        DefaultPreemptionArgs args = new()
        {
            MinCandidateNodesPercentage = written.Int32("minCandidateNodesPercentage") ?? defaults.MinCandidateNodesPercentage,
            MinCandidateNodesAbsolute = written.Int32("minCandidateNodesAbsolute") ?? defaults.MinCandidateNodesAbsolute,
        };
        written.End();
        if (args.MinCandidateNodesPercentage is < 0 or > 100) written.Error("minCandidateNodesPercentage", "must be 0 to 100");
        if (args.MinCandidateNodesAbsolute < 0) written.Error("minCandidateNodesAbsolute", "must not be negative");
        if (args is { MinCandidateNodesPercentage: 0, MinCandidateNodesAbsolute: 0 })
        {
            written.Error("minCandidateNodesPercentage", "must not be 0 while minCandidateNodesAbsolute is 0");
            written.Error("minCandidateNodesAbsolute", "must not be 0 while minCandidateNodesPercentage is 0");
        }

        return args;
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter writer, FeatureGates features)
    {
        writer.WriteNumber("minCandidateNodesPercentage", MinCandidateNodesPercentage);
        writer.WriteNumber("minCandidateNodesAbsolute", MinCandidateNodesAbsolute);
    }
}
