using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Scheduler.Host.Client;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>A client without a server: it keeps what it was asked, and a function answers.</summary>
internal sealed class StubClient(Func<ApiCall, CancellationToken, Task<ApiAnswer>> answer) : IApiClient
{
    public StubClient(Func<ApiCall, ApiAnswer> answer)
        : this((call, _) => Task.FromResult(answer(call)))
    {
    }

    public ConcurrentQueue<ApiCall> Calls { get; } = new();

    public static ApiAnswer Answer(int status, string message = "") => new(status, new JsonObject { ["message"] = message });

    public Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation)
    {
        Calls.Enqueue(call);
        return answer(call, cancellation);
    }

    public Task<ApiStream> Open(string path, string accept, CancellationToken cancellation) => throw new HttpRequestException("no streams here");
}
