using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Tests.Host.ApiServer.Access;

public sealed class AccessTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Basic abc")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer ")]
    public async Task Credentials_that_are_not_known_are_no_access(string credentials)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(401, (await As(server, "GET", Pods, ("Authorization", credentials))).Status);
    }

    [Theory]
    [InlineData("/version", 200)]
    [InlineData("/livez", 200)]
    [InlineData("/readyz", 200)]
    [InlineData("/api", 403)]
    [InlineData("/api/v1/pods", 403)]
    [InlineData("/metrics", 403)]
    [InlineData("/apis/nope/v1/things", 403)]
    public async Task Strangers_learn_the_version_and_whether_the_server_lives(string path, int status)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(status, (await As(server, "GET", path)).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1", 200)]
    [InlineData("GET", "/api/v1/pods", 403)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", 201)]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", 422)]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", 403)]
    public async Task Others_than_masters_read_discovery_and_ask_about_themselves(string method, string path, int status)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(status, (await As(server, method, path, ("Authorization", "Bearer user"))).Status);
    }

    [Fact]
    public async Task Masters_may_speak_for_others_and_others_may_not()
    {
        await using var server = await TestServer.Start();
        var refused = await As(server, "GET", Pods, ("Authorization", "Bearer admin"), ("Impersonate-User", "jane"));
        Assert.Equal(403, refused.Status);
        var asMaster = await As(server, "GET", Pods, ("Authorization", "Bearer admin"), ("Impersonate-User", "jane"), ("Impersonate-Group", "system:masters"));
        Assert.Equal(200, asMaster.Status);
        var sneaky = await As(server, "GET", Pods, ("Authorization", "Bearer user"), ("Impersonate-User", "admin"), ("Impersonate-Group", "system:masters"));
        Assert.Equal(403, sneaky.Status);
    }

    [Fact]
    public async Task A_token_of_a_service_account_stands_for_it_until_it_runs_out()
    {
        await using var server = await TestServer.Start();
        await server.Create("/api/v1/namespaces/default/serviceaccounts", TestServer.Document("v1", "ServiceAccount", "robot"));
        var request = new JsonObject { ["spec"] = new JsonObject { ["expirationSeconds"] = 600 } };
        var issued = await server.Create("/api/v1/namespaces/default/serviceaccounts/robot/token", request);
        var token = issued["status"]!["token"]!.GetValue<string>();

        var review = new JsonObject { ["spec"] = new JsonObject { ["token"] = token } };
        var status = (await server.Create("/apis/authentication.k8s.io/v1/tokenreviews", review.DeepClone().AsObject()))["status"]!;
        Assert.Equal("system:serviceaccount:default:robot", status["user"]!["username"]!.GetValue<string>());
        Assert.Equal(200, (await As(server, "GET", "/api", ("Authorization", $"Bearer {token}"))).Status);
        Assert.Equal(401, (await As(server, "GET", "/api", ("Authorization", $"Bearer {token[..^3]}AAA"))).Status);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(401, (await As(server, "GET", "/api", ("Authorization", $"Bearer {token}"))).Status);
    }

    [Fact]
    public async Task A_token_dies_with_its_account()
    {
        await using var server = await TestServer.Start();
        const string accounts = "/api/v1/namespaces/default/serviceaccounts";
        await server.Create(accounts, TestServer.Document("v1", "ServiceAccount", "robot"));
        var token = (await server.Create($"{accounts}/robot/token", []))["status"]!["token"]!.GetValue<string>();
        Assert.Equal(200, (await As(server, "GET", "/api", ("Authorization", $"Bearer {token}"))).Status);
        await server.Delete($"{accounts}/robot");
        Assert.Equal(401, (await As(server, "GET", "/api", ("Authorization", $"Bearer {token}"))).Status);
        await server.Create(accounts, TestServer.Document("v1", "ServiceAccount", "robot"));
        Assert.Equal(401, (await As(server, "GET", "/api", ("Authorization", $"Bearer {token}"))).Status);
    }

    private static Task<ApiResponse> As(TestServer server, string method, string path, params (string Name, string Value)[] headers)
    {
        var request = ApiRequest.Of(method, path, method == "POST" ? "{}"u8.ToArray() : default, MediaTypes.Json);
        var all = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers) all[name] = value;
        return server.Server.HandleAsync(request with { Headers = all });
    }
}
