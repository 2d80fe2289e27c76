using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.Client;
using Scheduler.Host.Scheduling.Serving;
using Scheduler.Tests.Host.Store;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>The API server says who may read the pages of a scheduler.</summary>
public sealed class DelegatedAccessTests
{
    private readonly ManualClock clock = new();
    private readonly StubClient client = new(Answer);

    [Theory]
    [InlineData("jane", "/metrics", 200)]
    [InlineData("jane", "/debug/cache", 403)]
    [InlineData("nobody", "/metrics", 401)]
    [InlineData(null, "/metrics", 401)]
    public async Task Who_is_known_and_allowed_may_read(string? token, string path, int status) =>
        Assert.Equal(status, await Access().CheckAsync(token, path, CancellationToken.None));

    [Fact]
    public async Task An_answer_is_kept_for_some_seconds()
    {
        DelegatedAccess access = Access();
        await access.CheckAsync("jane", "/metrics", CancellationToken.None);
        await access.CheckAsync("jane", "/metrics", CancellationToken.None);
        Assert.Equal(2, client.Calls.Count);
        clock.Advance(TimeSpan.FromSeconds(11));
        await access.CheckAsync("jane", "/metrics", CancellationToken.None);
        Assert.Equal(4, client.Calls.Count);
    }

    [Fact]
    public async Task Without_the_api_server_nothing_is_shown()
    {
        StubClient gone = new((_, _) => throw new HttpRequestException("refused"));
        Assert.Equal(503, await new DelegatedAccess(gone, clock).CheckAsync("jane", "/metrics", CancellationToken.None));
    }

    [Fact]
    public async Task A_certificate_counts_where_the_authority_of_the_api_server_vouches_for_it()
    {
        using ClusterCertificates cluster = ClusterCertificates.InMemory(clock), stranger = ClusterCertificates.InMemory(clock);
        StubClient server = new(call => call.Path.EndsWith("/extension-apiserver-authentication", StringComparison.Ordinal)
            ? new(200, new JsonObject { ["data"] = new JsonObject { ["client-ca-file"] = cluster.AuthorityPem } })
            : Answer(call));
        DelegatedAccess access = new(server, clock, new CertificateUsers(server, clock));
        using X509Certificate2 jane = cluster.Client("jane", "readers"), joe = cluster.Client("joe"), pretender = stranger.Client("jane", "readers"), notForClients = cluster.Server([]);
        Assert.Equal(200, await access.CheckAsync(null, "/metrics", CancellationToken.None, jane));
        Assert.Equal(403, await access.CheckAsync(null, "/metrics", CancellationToken.None, joe));
        Assert.Equal(401, await access.CheckAsync(null, "/metrics", CancellationToken.None, pretender));
        Assert.Equal(401, await access.CheckAsync(null, "/metrics", CancellationToken.None, notForClients));
        Assert.Equal(200, await access.CheckAsync("jane", "/metrics", CancellationToken.None, pretender));
    }

    [Fact]
    public async Task Without_the_right_to_read_the_authority_no_certificate_counts_and_the_refusal_is_told()
    {
        using ClusterCertificates cluster = ClusterCertificates.InMemory(clock);
        StubClient server = new(call => call.Path.EndsWith("/extension-apiserver-authentication", StringComparison.Ordinal) ? new(403, new JsonObject { ["message"] = "forbidden" }) : Answer(call));
        List<string> refused = [];
        DelegatedAccess access = new(server, clock, new CertificateUsers(server, clock) { Refused = (answer, what) => refused.Add($"{answer.Status} {what}") });
        using X509Certificate2 jane = cluster.Client("jane");
        Assert.Equal(401, await access.CheckAsync(null, "/metrics", CancellationToken.None, jane));
        Assert.StartsWith("403 get configmaps in kube-system", Assert.Single(refused), StringComparison.Ordinal);
    }

    private DelegatedAccess Access() => new(client, clock);

    private static ApiAnswer Answer(ApiCall call)
    {
        JsonObject spec = call.Body!["spec"]!.AsObject();
        JsonObject status = call.Path.EndsWith("tokenreviews", StringComparison.Ordinal)
            ? spec["token"]!.GetValue<string>() == "jane"
                ? new() { ["authenticated"] = true, ["user"] = new JsonObject { ["username"] = "jane", ["groups"] = new JsonArray("readers") } }
                : []
            : new() { ["allowed"] = spec["user"]!.GetValue<string>() == "jane" && spec["nonResourceAttributes"]!["path"]!.GetValue<string>() == "/metrics" };
        return new(201, new JsonObject { ["status"] = status });
    }
}
