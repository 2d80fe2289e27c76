using System.Net;

namespace Scheduler.Host.Client.Transport;

/// <summary>
/// Asks again when the server says when: an answer 429 or 5xx with <c>Retry-After</c>. All other answers are the caller's business. Each attempt takes a
/// token from the bucket.
/// </summary>
internal sealed class RetryHandler(TokenBucket bucket, TimeProvider clock) : DelegatingHandler
{
    private const int AttemptsMax = 10;

    /// <summary>A server that wants to be left alone for longer is asked again by those who repeat anyway.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await bucket.Take(cancellation).ConfigureAwait(false);
            var response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
            if (attempt == AttemptsMax || Wait(response) is not { } wait) return response;
            response.Dispose();
            await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        }
    }

    private TimeSpan? Wait(HttpResponseMessage response)
    {
        if (response.StatusCode is not HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500) return null;
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => TimeSpan.MaxValue,
        };
        return wait > WaitMax ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
