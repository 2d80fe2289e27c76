using System.Globalization;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>Counts the requests of another client and how long they take.</summary>
internal sealed class MeteredClient(IApiClient client, SchedulerMetrics metrics, string host, TimeProvider clock) : IApiClient
{
    public async Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        try
        {
            ApiAnswer answer = await client.Send(call, cancellation).ConfigureAwait(false);
            Count(call.Method, answer.Status, began);
            return answer;
        }
        catch (HttpRequestException)
        {
            Count(call.Method, 0, began);
            throw;
        }
    }

    public async Task<ApiStream> Open(string path, string accept, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        try
        {
            ApiStream stream = await client.Open(path, accept, cancellation).ConfigureAwait(false);
            Count(HttpMethod.Get, stream.Status, began);
            return stream;
        }
        catch (HttpRequestException)
        {
            Count(HttpMethod.Get, 0, began);
            throw;
        }
    }

    /// <param name="method">The verb.</param>
    /// <param name="status">The HTTP status; 0 where no answer came.</param>
    /// <param name="began">When the request began.</param>
    private void Count(HttpMethod method, int status, long began)
    {
        metrics.RestRequests.With(status == 0 ? "<error>" : status.ToString(CultureInfo.InvariantCulture), host, method.Method).Add();
        metrics.RestSeconds.With(host, method.Method).Add(clock.GetElapsedTime(began));
    }
}
