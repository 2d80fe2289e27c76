using System.Globalization;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>Counts the requests of another client and how long they take, and says when the server cannot be reached any more, and when it can again.</summary>
internal sealed class MeteredClient(IApiClient client, SchedulerMetrics metrics, string host, TimeProvider clock) : IApiClient
{
    private bool isLost;

    /// <summary>Told why when the server is lost, and null when it is back.</summary>
    public Action<string?>? Reached { get; init; }

    public async Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        try
        {
            ApiAnswer answer = await client.Send(call, cancellation).ConfigureAwait(false);
            Count(call.Method, answer.Status, began);
            return answer;
        }
        catch (HttpRequestException error)
        {
            Count(call.Method, 0, began, error.Message);
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
        catch (HttpRequestException error)
        {
            Count(HttpMethod.Get, 0, began, error.Message);
            throw;
        }
    }

    /// <param name="method">The verb.</param>
    /// <param name="status">The HTTP status; 0 where no answer came.</param>
    /// <param name="began">When the request began.</param>
    /// <param name="problem">Why no answer came.</param>
    private void Count(HttpMethod method, int status, long began, string? problem = null)
    {
        if (isLost != problem is not null)
        {
            isLost = problem is not null;
            Reached?.Invoke(problem);
        }

        metrics.RestRequests.With(status == 0 ? "<error>" : status.ToString(CultureInfo.InvariantCulture), host, method.Method).Add();
        metrics.RestSeconds.With(host, method.Method).Add(clock.GetElapsedTime(began));
    }
}
