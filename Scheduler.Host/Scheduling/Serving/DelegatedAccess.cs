using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Serving;

/// <summary>
/// Lets the API server say who asks and what they may read, as kube-scheduler does: TokenReview, then SubjectAccessReview for the path. Answers are
/// kept for <see cref="KeptFor"/>. A client certificate for which the API server's authority vouches needs no TokenReview.
/// </summary>
internal sealed class DelegatedAccess(IApiClient client, TimeProvider clock, CertificateUsers? certificates = null)
{
    private const int KeptMax = 1024;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private static readonly JsonObject Anonymous = new() { ["username"] = "system:anonymous", ["groups"] = new JsonArray("system:unauthenticated") };

    private readonly ConcurrentDictionary<(string? Certificate, string? Token, string Path), (int Status, DateTimeOffset Until)> kept = new();

    /// <summary>200, 401 (who is that?), 403 (may not), or 503 where the API server cannot be asked.</summary>
    /// <param name="token">The bearer token; null where there is none.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="certificate">The certificate that the connection was made with; null where there is none.</param>
    public async Task<int> CheckAsync(string? token, string path, CancellationToken cancellation, X509Certificate2? certificate = null)
    {
        (string? Certificate, string? Token, string Path) question = (certificate?.GetCertHashString(HashAlgorithmName.SHA256), token, path);
        DateTimeOffset now = clock.GetUtcNow();
        if (kept.TryGetValue(question, out (int Status, DateTimeOffset Until) known) && known.Until > now) return known.Status;
        int status;
        try
        {
            status = await AskAsync(token, certificate, path, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return 503;
        }

        if (status == 503) return status;
        if (kept.Count >= KeptMax) kept.Clear();
        kept[question] = (status, now + KeptFor);
        return status;
    }

    private async Task<int> AskAsync(string? token, X509Certificate2? certificate, string path, CancellationToken cancellation)
    {
        JsonObject user = Anonymous;
        UserInfo? named = certificate is null || certificates is null ? null : await certificates.WhoAsync(certificate, cancellation).ConfigureAwait(false);
        if (named is not null)
        {
            user = new() { ["username"] = named.Name, ["groups"] = new JsonArray([.. named.Groups.Select(group => (JsonNode)group)]) };
        }
        else if (token is not null)
        {
            ApiAnswer review = await client.Create(
                "/apis/authentication.k8s.io/v1/tokenreviews", Review("authentication.k8s.io/v1", "TokenReview", new() { ["token"] = token }), cancellation).ConfigureAwait(false);
            if (!review.IsSuccess) return 503;
            JsonObject status = review.Document.Child("status") ?? [];
            if (!status.Flag("authenticated") || status.Child("user") is not { } known) return 401;
            user = known;
        }

        JsonObject spec = new() { ["nonResourceAttributes"] = new JsonObject { ["path"] = path, ["verb"] = "get" }, ["user"] = user.Text("username") };
        if (user.Text("uid") is { } uid) spec["uid"] = uid;
        if (user["groups"] is JsonArray groups) spec["groups"] = groups.DeepClone();
        ApiAnswer access = await client.Create(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews", Review("authorization.k8s.io/v1", "SubjectAccessReview", spec), cancellation).ConfigureAwait(false);
        if (!access.IsSuccess) return 503;
        return (access.Document.Child("status") ?? []).Flag("allowed") ? 200 : token is null && named is null ? 401 : 403;
    }

    private static JsonObject Review(string apiVersion, string kind, JsonObject spec) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject(), ["spec"] = spec };
}
