using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.Client;

/// <summary>The verbs of the API.</summary>
public static class ApiCalls
{
    public static Task<ApiAnswer> Get(this IApiClient client, string path, CancellationToken cancellation) => client.Send(new(HttpMethod.Get, path), cancellation);

    public static Task<ApiAnswer> Create(this IApiClient client, string path, JsonObject document, CancellationToken cancellation) =>
        client.Send(new(HttpMethod.Post, path, document), cancellation);

    public static Task<ApiAnswer> Replace(this IApiClient client, string path, JsonObject document, CancellationToken cancellation) =>
        client.Send(new(HttpMethod.Put, path, document), cancellation);

    /// <summary>A JSON merge patch: lists are replaced as a whole.</summary>
    public static Task<ApiAnswer> Merge(this IApiClient client, string path, JsonObject patch, CancellationToken cancellation) =>
        client.Send(new(HttpMethod.Patch, path, patch, MediaTypes.MergePatch), cancellation);

    /// <summary>A strategic merge patch: lists such as conditions are merged by their keys.</summary>
    public static Task<ApiAnswer> Patch(this IApiClient client, string path, JsonObject patch, CancellationToken cancellation) =>
        client.Send(new(HttpMethod.Patch, path, patch, MediaTypes.StrategicMergePatch), cancellation);

    /// <param name="client">The server.</param>
    /// <param name="path">The object's path.</param>
    /// <param name="uid">The object that is meant: another one of the same name stays. Null: whichever is there.</param>
    /// <param name="graceSeconds">Null: what the object asks for.</param>
    /// <param name="propagation"><c>Background</c>, <c>Foreground</c>, <c>Orphan</c>; null: the default of the kind.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<ApiAnswer> Delete(this IApiClient client, string path, string? uid, long? graceSeconds, string? propagation, CancellationToken cancellation)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (uid is not null) options["preconditions"] = new JsonObject { ["uid"] = uid };
        if (graceSeconds is { } seconds) options["gracePeriodSeconds"] = seconds;
        if (propagation is not null) options["propagationPolicy"] = propagation;
        return client.Send(new(HttpMethod.Delete, path, options), cancellation);
    }
}
