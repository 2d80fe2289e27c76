using System.Text.Json;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>From text to checked records.</summary>
public sealed partial record SchedulerConfiguration
{
    /// <summary>Reads a configuration in JSON.</summary>
    /// <param name="json">The document.</param>
    /// <param name="source">File name or other origin, for errors.</param>
    /// <param name="catalog">The plugins that may be named.</param>
    /// <param name="features">Feature gates: some arguments exist only behind one.</param>
    /// <exception cref="ConfigurationException">It cannot be used; all errors are listed.</exception>
    public static SchedulerConfiguration Read(JsonElement json, string source, PluginCatalog catalog, FeatureGates features)
    {
        FieldErrors errors = new();
        StrictObject document = StrictObject.Of(json, errors);
        document.CheckType(ApiVersion, Kind, required: true);
        SchedulerConfiguration settings = ReadSettings(document, errors);
        WrittenProfile[] profiles = [.. document.Objects("profiles").Select(WrittenConfiguration.Profile)];
        if (profiles.Length == 0) profiles = [new() { Path = "profiles[0]" }];
        settings = settings with { Extenders = [.. document.Objects("extenders").Select(WrittenConfiguration.Extender)] };
        document.End();

        SchedulerConfiguration configuration = Resolve(settings, profiles, catalog, features, errors);
        return errors.Items.Count == 0 ? configuration : throw new ConfigurationException(source, errors.Items);
    }

    private static SchedulerConfiguration ReadSettings(StrictObject document, FieldErrors errors)
    {
        SchedulerConfiguration defaults = new();
        bool profiling = document.Boolean("enableProfiling") ?? true;
        SchedulerConfiguration settings = new()
        {
            Parallelism = document.Int32("parallelism") ?? defaults.Parallelism,
            PercentageOfNodesToScore = document.Int32("percentageOfNodesToScore") ?? defaults.PercentageOfNodesToScore,
            PodInitialBackoffSeconds = document.Int64("podInitialBackoffSeconds") ?? defaults.PodInitialBackoffSeconds,
            PodMaxBackoffSeconds = document.Int64("podMaxBackoffSeconds") ?? defaults.PodMaxBackoffSeconds,
            EnableProfiling = profiling,
            EnableContentionProfiling = document.Boolean("enableContentionProfiling") ?? profiling,
            DelayCacheUntilActive = document.Boolean("delayCacheUntilActive") ?? false,
            ClientConnection = ReadClientConnection(document.Object("clientConnection")),
            LeaderElection = ReadLeaderElection(document.Object("leaderElection")),
        };
        CheckSettings(settings, errors);
        return settings;
    }

    // In these two an empty string, a zero and nothing at all mean the same: the default.
    private static ClientConnectionOptions ReadClientConnection(StrictObject written)
    {
        ClientConnectionOptions defaults = new();
        ClientConnectionOptions result = new()
        {
            Kubeconfig = written.String("kubeconfig") ?? "",
            AcceptContentTypes = written.String("acceptContentTypes") ?? "",
            ContentType = OrDefault(written.String("contentType"), defaults.ContentType),
            Qps = written.Single("qps") is float qps and not 0 ? qps : defaults.Qps,
            Burst = written.Int32("burst") is int burst and not 0 ? burst : defaults.Burst,
        };
        written.End();
        return result;
    }

    private static LeaderElectionOptions ReadLeaderElection(StrictObject written)
    {
        LeaderElectionOptions defaults = new();
        LeaderElectionOptions result = new()
        {
            LeaderElect = written.Boolean("leaderElect") ?? defaults.LeaderElect,
            LeaseDuration = OrDefault(written.Duration("leaseDuration"), defaults.LeaseDuration),
            RenewDeadline = OrDefault(written.Duration("renewDeadline"), defaults.RenewDeadline),
            RetryPeriod = OrDefault(written.Duration("retryPeriod"), defaults.RetryPeriod),
            ResourceLock = OrDefault(written.String("resourceLock"), defaults.ResourceLock),
            ResourceName = OrDefault(written.String("resourceName"), defaults.ResourceName),
            ResourceNamespace = OrDefault(written.String("resourceNamespace"), defaults.ResourceNamespace),
        };
        written.End();
        return result;
    }

    private static string OrDefault(string? written, string otherwise) => string.IsNullOrEmpty(written) ? otherwise : written;

    private static TimeSpan OrDefault(TimeSpan? written, TimeSpan otherwise) =>
        written is { } duration && duration != TimeSpan.Zero ? duration : otherwise;
}
