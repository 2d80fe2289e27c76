using System.Text;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Store;

namespace Scheduler.Host.ApiServer.Health;

/// <summary><c>/livez</c>, <c>/readyz</c> and <c>/healthz</c>, as a whole, in words (<c>?verbose</c>), or one check (<c>/readyz/store</c>).</summary>
public sealed class HealthChecks(IStore store, Func<bool> isBootstrapped)
{
    public ApiResponse? Find(ApiRequest request)
    {
        var parts = request.Path.Trim('/').Split('/');
        if (parts[0] is not ("livez" or "readyz" or "healthz") || parts.Length > 2) return null;
        var checks = Checks(parts[0]);
        if (parts.Length == 2)
        {
            if (!checks.TryGetValue(parts[1], out var healthy)) return ApiResponse.Text(404, "404 page not found\n");
            return healthy ? ApiResponse.Text(200, "ok") : ApiResponse.Text(500, $"internal server error: {parts[1]} is not well\n");
        }

        foreach (var excluded in request.Query.All("exclude")) checks.Remove(excluded);
        var failed = checks.Values.Any(healthy => !healthy);
        if (!failed && request.Query["verbose"] is null) return ApiResponse.Text(200, "ok");
        return ApiResponse.Text(failed ? 500 : 200, Verbose(parts[0], checks, failed));
    }

    private Dictionary<string, bool> Checks(string kind)
    {
        var checks = new Dictionary<string, bool> { ["ping"] = true, ["store"] = !store.Stopped.IsCompleted };
        if (kind != "livez") checks["poststarthook/bootstrap-objects"] = isBootstrapped();
        return checks;
    }

    private static string Verbose(string kind, Dictionary<string, bool> checks, bool failed)
    {
        var text = new StringBuilder();
        foreach (var (name, healthy) in checks) text.Append(healthy ? $"[+]{name} ok\n" : $"[-]{name} failed: reason withheld\n");
        return text.Append(failed ? $"{kind} check failed\n" : $"{kind} check passed\n").ToString();
    }
}
