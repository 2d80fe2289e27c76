using System.Net;
using System.Runtime.InteropServices;
using Scheduler.Host.Client.Access;

namespace Scheduler.Host.Client.Transport;

/// <summary>How a part of this program asks the server.</summary>
public sealed record ApiClientOptions
{
    /// <summary>Requests per second in the long run; 0 or less: no limit.</summary>
    public double Qps { get; init; } = 50;

    /// <summary>Requests that may be sent at once.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>What the server's log calls us.</summary>
    public string UserAgent { get; init; } = $"Scheduler/{typeof(ApiConnection).Assembly.GetName().Version?.ToString(3)} ({RuntimeInformation.RuntimeIdentifier})";

    /// <summary>How long an answer may take; streams have so long to begin.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>The connections to one API server. Its clients share them; each has a rate limit of its own, so that reports never hold up bindings.</summary>
/// <param name="endpoint">The server.</param>
/// <param name="clock">For rate limits, retries and time-outs.</param>
public sealed class ApiConnection(ClusterEndpoint endpoint, TimeProvider clock) : IDisposable
{
    private readonly ConnectionHandler connections = new(endpoint);

    public ClusterEndpoint Endpoint => endpoint;

    /// <summary>A client; it holds nothing that must be disposed of.</summary>
    public ApiClient Client(ApiClientOptions options)
    {
        var retries = new RetryHandler(new TokenBucket(options.Qps, options.Burst, clock), clock) { InnerHandler = connections };
        var http = new HttpClient(retries, disposeHandler: false)
        {
            BaseAddress = endpoint.Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgent);
        return new ApiClient(http) { AnswerWithin = options.AnswerWithin, Clock = clock };
    }

    public void Dispose() => connections.Dispose();
}
