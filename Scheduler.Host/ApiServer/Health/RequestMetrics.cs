using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Scheduler.Host.ApiServer.Routing;

namespace Scheduler.Host.ApiServer.Health;

/// <summary>Counts requests for <c>/metrics</c>, in the text format that Prometheus reads.</summary>
public sealed class RequestMetrics
{
    private readonly ConcurrentDictionary<(string Verb, string Group, string Resource, string Subresource, int Code), long> requests = new();
    private long watchers;

    public void Count(RequestInfo info, int code) =>
        requests.AddOrUpdate((info.Verb, info.Group, info.Resource, info.Subresource ?? "", code), 1, (_, count) => count + 1);

    public void WatchBegins() => Interlocked.Increment(ref watchers);

    public void WatchEnds() => Interlocked.Decrement(ref watchers);

    public string Text()
    {
        var text = new StringBuilder();
        text.Append("# HELP apiserver_request_total Requests by verb, resource and status code.\n# TYPE apiserver_request_total counter\n");
        foreach (var (key, count) in requests.OrderBy(pair => pair.Key))
            text.Append(CultureInfo.InvariantCulture,
                $"apiserver_request_total{{verb=\"{key.Verb.ToUpperInvariant()}\",group=\"{Label(key.Group)}\",resource=\"{Label(key.Resource)}\",subresource=\"{Label(key.Subresource)}\",code=\"{key.Code}\"}} {count}\n");
        text.Append("# HELP apiserver_longrunning_requests Watches that are open.\n# TYPE apiserver_longrunning_requests gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_longrunning_requests{{verb=\"WATCH\"}} {Interlocked.Read(ref watchers)}\n");
        return text.ToString();
    }

    private static string Label(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
