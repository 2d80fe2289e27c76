using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.Controllers;

/// <summary>
/// Makes one kind of wish true. Changes only name what to look at again; the work looks at everything anew and may be repeated at any time.
/// </summary>
public interface IController
{
    /// <summary>As users write it: <c>up --controllers</c>, and who an event is from.</summary>
    string Name { get; }

    /// <summary>The kinds whose changes it has to hear of.</summary>
    IReadOnlyList<ApiResource> Watches { get; }

    /// <summary>Keys to look at from the start, whatever there is.</summary>
    IReadOnlyList<string> Always => [];

    /// <summary>Which keys of its own to look at after a change. The mirror knows of the change already.</summary>
    IEnumerable<string> Concerns(ApiResource resource, JsonObject document, bool deleted);

    /// <summary>Brings one key nearer to what is wished. Returns when to look again without a change, or null.</summary>
    /// <exception cref="Client.ApiCallException">A write was refused: the key is tried again later.</exception>
    Task<TimeSpan?> Reconcile(string key, CancellationToken cancellation);
}
