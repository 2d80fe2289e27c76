using System.Text.Json;

namespace Scheduler.Core.Configuration;

/// <summary>Arguments of a plugin that can be written back, with all defaults filled in.</summary>
public interface IPluginArgs
{
    /// <summary>Writes the fields (not the braces, <c>apiVersion</c> and <c>kind</c>), so that reading them with the same gates gives equal arguments.</summary>
    void WriteFields(Utf8JsonWriter writer, FeatureGates features);
}
