using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>Reads the profiles and extenders of a document, field by field.</summary>
internal static class WrittenConfiguration
{
    // Moments of pod groups: they exist behind gates that are off, and no plugin here takes part in them.
    private static readonly string[] GroupPoints = ["placementGenerate", "placementScore"];

    public static WrittenProfile Profile(StrictObject profile)
    {
        WrittenProfile result = new()
        {
            Path = profile.Path,
            SchedulerName = profile.String("schedulerName"),
            PercentageOfNodesToScore = profile.Int32("percentageOfNodesToScore"),
            PluginConfig = [.. profile.Objects("pluginConfig").Select(Args)],
        };
        StrictObject plugins = profile.Object("plugins");
        profile.End();

        Dictionary<ExtensionPoint, PluginSet> points = [];
        foreach ((ExtensionPoint point, string name) in ExtensionPoints.All)
            if (plugins.ObjectOrNull(name) is { } set) points.Add(point, Set(set));
        PluginSet multiPoint = Set(plugins.Object("multiPoint"));
        foreach (string name in GroupPoints)
            if (Set(plugins.Object(name)).Enabled.Length > 0) plugins.Error(name, "pod groups are not supported");
        plugins.End();
        return result with { Points = points, MultiPoint = multiPoint };
    }

    public static ExtenderOptions Extender(StrictObject extender)
    {
        TimeSpan timeout = extender.Duration("httpTimeout") ?? TimeSpan.Zero;
        ExtenderOptions result = new()
        {
            UrlPrefix = extender.String("urlPrefix") ?? "",
            FilterVerb = extender.String("filterVerb") ?? "",
            PreemptVerb = extender.String("preemptVerb") ?? "",
            PrioritizeVerb = extender.String("prioritizeVerb") ?? "",
            BindVerb = extender.String("bindVerb") ?? "",
            Weight = extender.Int64("weight") ?? 0,
            EnableHttps = extender.Boolean("enableHTTPS") ?? false,
            Tls = extender.ObjectOrNull("tlsConfig") is { } tls ? Tls(tls) : null,
            NodeCacheCapable = extender.Boolean("nodeCacheCapable") ?? false,
            ManagedResources = [.. extender.Objects("managedResources").Select(Managed)],
            Ignorable = extender.Boolean("ignorable") ?? false,
        };
        extender.End();
        return timeout == TimeSpan.Zero ? result : result with { HttpTimeout = timeout };
    }

    private static WrittenArgs Args(StrictObject entry)
    {
        WrittenArgs result = new(entry.String("name") ?? "", entry.Raw("args"), entry.Path);
        if (result.Name.Length == 0) entry.Error("name", "must be the name of a plugin");
        entry.End();
        return result;
    }

    private static PluginSet Set(StrictObject set)
    {
        PluginSet result = new(
            [.. set.Objects("enabled").Select(Plugin)],
            [.. set.Objects("disabled").Select(plugin => Plugin(plugin).Name)]);
        set.End();
        return result;
    }

    private static WrittenPlugin Plugin(StrictObject plugin)
    {
        WrittenPlugin result = new(plugin.String("name") ?? "", plugin.Int32("weight") ?? 0, plugin.PathOf("name"));
        if (result.Name.Length == 0) plugin.Error("name", "must be the name of a plugin");
        if (result.Weight < 0) plugin.Error("weight", "must not be negative");
        plugin.End();
        return result;
    }

    private static ExtenderTlsOptions Tls(StrictObject tls)
    {
        ExtenderTlsOptions result = new()
        {
            Insecure = tls.Boolean("insecure") ?? false,
            ServerName = tls.String("serverName") ?? "",
            CertFile = tls.String("certFile") ?? "",
            KeyFile = tls.String("keyFile") ?? "",
            CaFile = tls.String("caFile") ?? "",
            CertData = tls.Bytes("certData") ?? [],
            KeyData = tls.Bytes("keyData") ?? [],
            CaData = tls.Bytes("caData") ?? [],
        };
        tls.End();
        return result;
    }

    private static ManagedResource Managed(StrictObject resource)
    {
        ManagedResource result = new(resource.String("name") ?? "", resource.Boolean("ignoredByScheduler") ?? false);
        resource.End();
        return result;
    }
}
