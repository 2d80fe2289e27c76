using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Plugins;

namespace Scheduler.Tests.Plugins;

/// <summary>Every configuration of the golden set is one that kube-scheduler accepts.</summary>
public sealed class GoldenConfigurationTests
{
    [Fact]
    public void Every_golden_configuration_reads()
    {
        int count = 0;
        foreach ((string file, string line) in Fixtures.GoldenLines())
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement input = document.RootElement.GetProperty("input");
            if (!input.TryGetProperty("config", out JsonElement config)) continue;
            Dictionary<string, bool> gates = input.TryGetProperty("featureGates", out JsonElement written) ? written.Deserialize<Dictionary<string, bool>>()! : [];
            SchedulerConfiguration.Read(config, file, DefaultPlugins.Catalog, FeatureGates.Default.With(gates));
            count++;
        }

        Assert.True(count > 100, $"only {count} cases have a configuration");
    }
}
