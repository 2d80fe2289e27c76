using System.Net;
using Scheduler.Host.Client.Transport;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Client.Transport;

public sealed class RetryTests
{
    private readonly ManualClock clock = new();
    private readonly List<HttpResponseMessage> answers = [];
    private int asked;

    [Fact]
    public async Task The_server_is_asked_again_when_it_says()
    {
        answers.AddRange([Answer(429, "2"), Answer(503, "3"), Answer(200)]);
        var call = Call(new TokenBucket(0, 0, clock));
        Assert.Equal(TimeSpan.FromSeconds(2), await Advance());
        Assert.Equal(TimeSpan.FromSeconds(3), await Advance());
        Assert.Equal(HttpStatusCode.OK, (await call).StatusCode);
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(500, null)]
    [InlineData(409, "1")]
    [InlineData(503, "3600")]
    public async Task What_the_server_does_not_ask_to_repeat_is_not_repeated(int status, string? retryAfter)
    {
        answers.Add(Answer(status, retryAfter));
        Assert.Equal(status, (int)(await Call(new TokenBucket(0, 0, clock))).StatusCode);
    }

    [Fact]
    public async Task Somebody_who_is_always_put_off_is_told_in_the_end()
    {
        answers.AddRange(Enumerable.Range(0, 20).Select(_ => Answer(429, "1")));
        var call = Call(new TokenBucket(0, 0, clock));
        for (var i = 0; i < 9; i++) Assert.Equal(TimeSpan.FromSeconds(1), await Advance());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await call).StatusCode);
        Assert.Equal(10, asked);
    }

    [Fact]
    public async Task A_bucket_gives_a_burst_at_once_and_then_its_rate_in_order()
    {
        var bucket = new TokenBucket(10, 3, clock);
        for (var i = 0; i < 3; i++) Assert.True(bucket.Take(default).IsCompleted);
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => bucket.Take(default).AsTask())];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.FromMilliseconds(100), await Advance());
            await waiting[i];
            Assert.Equal(2 - i, waiting.Count(one => !one.IsCompleted));
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing()
    {
        var bucket = new TokenBucket(1, 1, clock);
        Assert.True(bucket.Take(default).IsCompleted);
        using var stop = new CancellationTokenSource();
        var waiting = bucket.Take(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(bucket.Take(default).IsCompleted);
    }

    private Task<TimeSpan> Advance() => clock.AdvanceToNext(TimeSpan.FromMinutes(5)).WaitAsync(TimeSpan.FromSeconds(20));

    private async Task<HttpResponseMessage> Call(TokenBucket bucket)
    {
        using var client = new HttpClient(new RetryHandler(bucket, clock) { InnerHandler = new Server(() => answers[asked++]) });
        return await client.GetAsync("http://server/");
    }

    private static HttpResponseMessage Answer(int status, string? retryAfter = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        if (retryAfter is not null) answer.Headers.Add("Retry-After", retryAfter);
        return answer;
    }

    private sealed class Server(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => Task.FromResult(answer());
    }
}
