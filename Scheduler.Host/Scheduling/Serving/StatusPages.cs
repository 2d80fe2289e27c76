using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scheduler.Core.Configuration;
using Scheduler.Host.Scheduling.Metrics;

namespace Scheduler.Host.Scheduling.Serving;

/// <summary>A page of the status server.</summary>
internal sealed record StatusPage(int Status, string ContentType, string Text)
{
    public static StatusPage Plain(int status, string text) => new(status, "text/plain; charset=utf-8", text);

    public static StatusPage Json(int status, JsonNode document) => new(status, "application/json", document.ToJsonString(Indented) + "\n");

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>Makes the pages: health, configuration, metrics, and what was decided why.</summary>
internal sealed class StatusPages(LiveScheduler scheduler, SchedulerConfiguration configuration, FeatureGates features, SchedulerMetrics metrics, CacheComparison comparison)
{
    private const string PrometheusText = "text/plain; version=0.0.4; charset=utf-8";

    public async Task<StatusPage> ReadAsync(string path, CancellationToken cancellation)
    {
        switch (path)
        {
            case "/healthz" or "/livez":
                return scheduler.IsAlive ? StatusPage.Plain(200, "ok") : StatusPage.Plain(500, "the decision thread stands still");
            case "/readyz":
                return scheduler.IsSynced ? StatusPage.Plain(200, "ok") : StatusPage.Plain(500, "[-]informer-sync failed: not everything that is there has been read");
            case "/configz":
                return new(200, "application/json", $"{{\"kubescheduler.config.k8s.io\":{ConfigurationText()}}}\n");
            case "/metrics":
                return new(200, PrometheusText, await scheduler.AskAsync(MetricsText, cancellation).ConfigureAwait(false));
            case "/debug/cache":
                return StatusPage.Json(200, await comparison.CompareAsync(cancellation).ConfigureAwait(false));
        }

        if (path.StartsWith("/debug/pods/", StringComparison.Ordinal) && path["/debug/pods/".Length..].Split('/') is [{ Length: > 0 } ns, { Length: > 0 } name])
        {
            JsonObject? found = await scheduler.AskAsync(() => scheduler.Describe($"{ns}/{name}"), cancellation).ConfigureAwait(false);
            return found is null ? StatusPage.Plain(404, $"no pod {ns}/{name} is known here\n") : StatusPage.Json(200, found);
        }

        return StatusPage.Plain(404, "there is: /healthz /livez /readyz /configz /metrics /debug/cache /debug/pods/NAMESPACE/NAME\n");
    }

    private string MetricsText()
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        metrics.Write(text);
        return text.ToString();
    }

    private string ConfigurationText()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream)) configuration.Write(json, features);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
