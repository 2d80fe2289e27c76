using System.Text.Json;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>From what is in force back to a document in which nothing is left to a default.</summary>
public sealed partial record SchedulerConfiguration
{
    /// <summary>
    /// Writes the configuration so that reading it gives an equal one. Every moment lists its plugins in the order in which they run. Private keys of
    /// extenders are left out.
    /// </summary>
    public void Write(Utf8JsonWriter writer, FeatureGates features)
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion", ApiVersion);
        writer.WriteString("kind", Kind);
        WriteSettings(writer);
        writer.WriteStartArray("profiles");
        foreach (ProfileSpec profile in Profiles) WriteProfile(writer, profile, features);
        writer.WriteEndArray();
        if (Extenders.Count > 0)
        {
            writer.WriteStartArray("extenders");
            foreach (ExtenderOptions extender in Extenders) WriteExtender(writer, extender);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("parallelism", Parallelism);
        writer.WriteNumber("percentageOfNodesToScore", PercentageOfNodesToScore);
        writer.WriteNumber("podInitialBackoffSeconds", PodInitialBackoffSeconds);
        writer.WriteNumber("podMaxBackoffSeconds", PodMaxBackoffSeconds);
        writer.WriteBoolean("enableProfiling", EnableProfiling);
        writer.WriteBoolean("enableContentionProfiling", EnableContentionProfiling);
        writer.WriteBoolean("delayCacheUntilActive", DelayCacheUntilActive);

        writer.WriteStartObject("clientConnection");
        writer.WriteString("kubeconfig", ClientConnection.Kubeconfig);
        writer.WriteString("acceptContentTypes", ClientConnection.AcceptContentTypes);
        writer.WriteString("contentType", ClientConnection.ContentType);
        writer.WriteNumber("qps", ClientConnection.Qps);
        writer.WriteNumber("burst", ClientConnection.Burst);
        writer.WriteEndObject();

        writer.WriteStartObject("leaderElection");
        writer.WriteBoolean("leaderElect", LeaderElection.LeaderElect);
        writer.WriteString("leaseDuration", Durations.Format(LeaderElection.LeaseDuration));
        writer.WriteString("renewDeadline", Durations.Format(LeaderElection.RenewDeadline));
        writer.WriteString("retryPeriod", Durations.Format(LeaderElection.RetryPeriod));
        writer.WriteString("resourceLock", LeaderElection.ResourceLock);
        writer.WriteString("resourceName", LeaderElection.ResourceName);
        writer.WriteString("resourceNamespace", LeaderElection.ResourceNamespace);
        writer.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter writer, ProfileSpec profile, FeatureGates features)
    {
        writer.WriteStartObject();
        writer.WriteString("schedulerName", profile.SchedulerName);
        if (profile.PercentageOfNodesToScore is int percentage) writer.WriteNumber("percentageOfNodesToScore", percentage);
        WritePlugins(writer, profile);
        writer.WriteStartArray("pluginConfig");
        foreach ((string name, object args) in profile.Args.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (args is not IPluginArgs writable) continue;
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartObject("args");
            writer.WriteString("apiVersion", ApiVersion);
            writer.WriteString("kind", $"{name}Args");
            writable.WriteFields(writer, features);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        foreach ((string name, JsonElement args) in profile.WrittenArgs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WritePropertyName("args");
            args.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // The defaults live in multiPoint: with them out of the way the lists below are all there is.
    private static void WritePlugins(Utf8JsonWriter writer, ProfileSpec profile)
    {
        writer.WriteStartObject("plugins");
        writer.WriteStartObject("multiPoint");
        writer.WriteStartArray("disabled");
        writer.WriteStartObject();
        writer.WriteString("name", PluginSet.Everything);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        foreach ((ExtensionPoint point, string name) in ExtensionPoints.All)
        {
            if (!profile.Plugins.TryGetValue(point, out EnabledPlugin[]? plugins)) continue;
            writer.WriteStartObject(name);
            writer.WriteStartArray("enabled");
            foreach (EnabledPlugin plugin in plugins)
            {
                writer.WriteStartObject();
                writer.WriteString("name", plugin.Name);
                if (point == ExtensionPoint.Score) writer.WriteNumber("weight", plugin.Weight);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
