using System.Text.Json.Nodes;
using Scheduler.Host.Client;

namespace Scheduler.Host.NodeAgent;

/// <summary>A request under way and what its answer means. Requests run beside each other; what they mean is settled on the loop, one after the other.</summary>
internal sealed class Call(Task<ApiAnswer> answer, Action<ApiAnswer> settle)
{
    /// <summary>The server cannot be reached: an answer like any other that is no success.</summary>
    private const int Unreachable = 503;

    public async Task Wait()
    {
        try
        {
            await answer.ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // Settled below.
        }
    }

    /// <summary>To be called when <see cref="Wait"/> is over.</summary>
    public void Settle() => settle(answer.IsCompletedSuccessfully
        ? answer.Result
        : new ApiAnswer(Unreachable, new JsonObject { ["message"] = answer.Exception?.InnerException?.Message ?? "the server cannot be reached" }));
}
