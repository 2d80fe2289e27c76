using System.Text.Json;

namespace Scheduler.Core.Configuration;

/// <summary>The extenders of a written configuration.</summary>
public sealed partial record SchedulerConfiguration
{
    private static void WriteExtender(Utf8JsonWriter writer, ExtenderOptions extender)
    {
        writer.WriteStartObject();
        writer.WriteString("urlPrefix", extender.UrlPrefix);
        WriteIfAny("filterVerb", extender.FilterVerb);
        WriteIfAny("preemptVerb", extender.PreemptVerb);
        WriteIfAny("prioritizeVerb", extender.PrioritizeVerb);
        if (extender.Weight != 0) writer.WriteNumber("weight", extender.Weight);
        WriteIfAny("bindVerb", extender.BindVerb);
        writer.WriteBoolean("enableHTTPS", extender.EnableHttps);
        if (extender.Tls is { } tls) WriteTls(writer, tls);
        writer.WriteString("httpTimeout", Durations.Format(extender.HttpTimeout));
        writer.WriteBoolean("nodeCacheCapable", extender.NodeCacheCapable);
        writer.WriteStartArray("managedResources");
        foreach (ManagedResource resource in extender.ManagedResources)
        {
            writer.WriteStartObject();
            writer.WriteString("name", resource.Name);
            writer.WriteBoolean("ignoredByScheduler", resource.IgnoredByScheduler);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("ignorable", extender.Ignorable);
        writer.WriteEndObject();

        void WriteIfAny(string field, string value)
        {
            if (value.Length > 0) writer.WriteString(field, value);
        }
    }

    private static void WriteTls(Utf8JsonWriter writer, ExtenderTlsOptions tls)
    {
        writer.WriteStartObject("tlsConfig");
        writer.WriteBoolean("insecure", tls.Insecure);
        if (tls.ServerName.Length > 0) writer.WriteString("serverName", tls.ServerName);
        if (tls.CertFile.Length > 0) writer.WriteString("certFile", tls.CertFile);
        if (tls.KeyFile.Length > 0) writer.WriteString("keyFile", tls.KeyFile);
        if (tls.CaFile.Length > 0) writer.WriteString("caFile", tls.CaFile);
        if (tls.CertData.Length > 0) writer.WriteBase64String("certData", tls.CertData);
        if (tls.CaData.Length > 0) writer.WriteBase64String("caData", tls.CaData);
        writer.WriteEndObject();
    }
}
