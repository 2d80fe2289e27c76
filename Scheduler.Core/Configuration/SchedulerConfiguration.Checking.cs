using System.Globalization;
using System.Text.Json;
using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Core.Configuration;

/// <summary>What kube-scheduler refuses is refused here too, in words of our own.</summary>
public sealed partial record SchedulerConfiguration
{
    private static void CheckSettings(SchedulerConfiguration settings, FieldErrors errors)
    {
        if (settings.Parallelism < 1) errors.Add("parallelism", Text(settings.Parallelism), "must be at least 1");
        CheckPercentage("percentageOfNodesToScore", settings.PercentageOfNodesToScore, errors);
        if (settings.PodInitialBackoffSeconds < 1)
            errors.Add("podInitialBackoffSeconds", Text(settings.PodInitialBackoffSeconds), "must be at least 1");
        if (settings.PodMaxBackoffSeconds < settings.PodInitialBackoffSeconds)
            errors.Add("podMaxBackoffSeconds", Text(settings.PodMaxBackoffSeconds), $"must be at least podInitialBackoffSeconds, which is {settings.PodInitialBackoffSeconds}");
        if (settings.ClientConnection.Burst < 0)
            errors.Add("clientConnection.burst", Text(settings.ClientConnection.Burst), "must not be negative");
        CheckLeaderElection(settings.LeaderElection, errors.At("leaderElection"));
    }

    private static void CheckLeaderElection(LeaderElectionOptions election, FieldErrors errors)
    {
        if (!election.LeaderElect) return;
        CheckPositive("leaseDuration", election.LeaseDuration);
        CheckPositive("renewDeadline", election.RenewDeadline);
        CheckPositive("retryPeriod", election.RetryPeriod);
        if (election.LeaseDuration <= election.RenewDeadline)
            errors.Add("leaseDuration", Durations.Format(election.LeaseDuration), $"must be longer than renewDeadline, which is {Durations.Format(election.RenewDeadline)}");
        if (election.ResourceLock != "leases") errors.Add("resourceLock", $"\"{election.ResourceLock}\"", "must be leases");

        void CheckPositive(string field, TimeSpan duration)
        {
            if (duration <= TimeSpan.Zero) errors.Add(field, Durations.Format(duration), "must be longer than zero");
        }
    }

    private static void CheckPercentage(string path, int? percentage, FieldErrors errors)
    {
        if (percentage is < 0 or > 100) errors.Add(path, Text(percentage.Value), "must be 0 to 100");
    }

    private static void CheckProfiles(WrittenProfile[] profiles, FieldErrors errors)
    {
        for (int i = 0; i < profiles.Length; i++)
        {
            WrittenProfile profile = profiles[i];
            if (string.IsNullOrEmpty(profile.SchedulerName)) errors.Add($"{profile.Path}.schedulerName", "", "must be written where there are several profiles, and not be empty");
            else if (Array.Find(profiles, other => other.SchedulerName == profile.SchedulerName) is { } first && !ReferenceEquals(first, profile))
                errors.Add($"{profile.Path}.schedulerName", $"\"{profile.SchedulerName}\"", $"{first.Path} has this name already");
            CheckPercentage($"{profile.Path}.percentageOfNodesToScore", profile.PercentageOfNodesToScore, errors);
            if (i > 0) CheckSameQueueSort(profiles[0], profile, errors);
        }
    }

    /// <summary>There is one queue: all profiles must say the same about its order.</summary>
    private static void CheckSameQueueSort(WrittenProfile first, WrittenProfile profile, FieldErrors errors)
    {
        PluginSet expected = first.At(ExtensionPoint.QueueSort);
        PluginSet actual = profile.At(ExtensionPoint.QueueSort);
        if (!expected.SaysTheSame(actual)) errors.Add($"{profile.Path}.plugins.queueSort", "", $"must be the same as in {first.Path}: there is one queue");
        foreach (WrittenPlugin plugin in expected.Enabled)
        {
            if (!AreEqual(ArgsOf(first, plugin.Name), ArgsOf(profile, plugin.Name)))
                errors.Add($"{profile.Path}.pluginConfig", $"\"{plugin.Name}\"", $"arguments of the queueSort plugin must be the same as in {first.Path}");
        }

        static JsonElement? ArgsOf(WrittenProfile profile, string name) => profile.PluginConfig.FirstOrDefault(entry => entry.Name == name)?.Args;

        static bool AreEqual(JsonElement? one, JsonElement? other) =>
            one is null || other is null ? one is null && other is null : JsonElement.DeepEquals(one.Value, other.Value);
    }

    private static void CheckExtenders(IReadOnlyList<ExtenderOptions> extenders, FieldErrors errors)
    {
        HashSet<string> managed = new(StringComparer.Ordinal);
        for (int i = 0; i < extenders.Count; i++) CheckExtender(extenders[i], managed, errors.At($"extenders[{i}]"));
        int binders = extenders.Count(extender => extender.BindVerb.Length > 0);
        if (binders > 1) errors.Add("extenders", $"{binders} with a bindVerb", "only one extender may bind");
    }

    private static void CheckExtender(ExtenderOptions extender, HashSet<string> managed, FieldErrors errors)
    {
        if (!Uri.TryCreate(extender.UrlPrefix, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
            errors.Add("urlPrefix", $"\"{extender.UrlPrefix}\"", "must be an http or https URL");
        if (extender.PrioritizeVerb.Length > 0 && extender.Weight < 1) errors.Add("weight", Text(extender.Weight), "must be at least 1 where there is a prioritizeVerb");
        if (extender.HttpTimeout < TimeSpan.Zero) errors.Add("httpTimeout", Durations.Format(extender.HttpTimeout), "must not be negative");
        if (extender.Tls is { } tls) CheckTls(tls, errors.At("tlsConfig"));
        for (int i = 0; i < extender.ManagedResources.Length; i++)
        {
            string name = extender.ManagedResources[i].Name;
            if (!ResourceNames.IsExtendedName(name) || !LabelSyntax.IsQualifiedName(name))
                errors.Add($"managedResources[{i}].name", $"\"{name}\"", "must be an extended resource, such as example.com/gpu");
            if (!managed.Add(name)) errors.Add($"managedResources[{i}].name", $"\"{name}\"", "the resource is managed twice");
        }
    }

    private static void CheckTls(ExtenderTlsOptions tls, FieldErrors errors)
    {
        bool hasCertificate = tls.CertFile.Length + tls.CertData.Length > 0;
        bool hasKey = tls.KeyFile.Length + tls.KeyData.Length > 0;
        bool hasRoots = tls.CaFile.Length + tls.CaData.Length > 0;
        if (hasCertificate != hasKey) errors.Add("", "", hasKey ? "a key needs a certificate" : "a certificate needs a key");
        if (tls.Insecure && hasRoots) errors.Add("insecure", "true", "must not be true where root certificates are given");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
