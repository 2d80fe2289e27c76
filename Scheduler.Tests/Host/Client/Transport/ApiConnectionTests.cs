using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client;
using Scheduler.Host.Client.Transport;
using Scheduler.Tests.Host.ApiServer;
using Scheduler.Tests.Host.Client.Access;

namespace Scheduler.Tests.Host.Client.Transport;

/// <summary>Kubeconfigs against a server that listens: every way to trust and to be trusted.</summary>
public sealed class ApiConnectionTests : IAsyncLifetime
{
    private static readonly string Authority = $"certificate-authority-data: {Base64(TestCertificates.AuthorityPem)}";

    private readonly KubeconfigFolder folder = new();
    private TestServer server = null!;
    private HttpsFront front = null!;

    public async Task InitializeAsync()
    {
        server = await TestServer.Start();
        front = await HttpsFront.Start(server.Server, TestCertificates.Authority, IPAddress.Loopback, 0);
    }

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_token_and_the_clusters_authority_are_enough() => Assert.Equal("admin", await WhoAmI($"{Here}, {Authority}", "token: admin"));

    [Fact]
    public async Task A_client_certificate_says_who_asks()
    {
        var (certificate, key) = TestCertificates.Client("jane", UserInfo.Masters);
        folder.Write("jane.crt", certificate);
        folder.Write("jane.key", key);
        Assert.Equal("jane", await WhoAmI($"{Here}, {Authority}", "client-certificate: jane.crt, client-key: jane.key"));
        Assert.Equal("jane", await WhoAmI($"{Here}, {Authority}", $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}"));
    }

    [Fact]
    public async Task A_plugin_may_give_a_certificate_and_another_one_after_it_has_expired()
    {
        WritePlugin("jane");
        using var connection = new ApiConnection(
            folder.Of($"{Here}, {Authority}", "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}"), folder.Clock);
        var client = connection.Client(new());
        Assert.Equal("jane", await WhoAmI(client));
        WritePlugin("john");
        Assert.Equal("jane", await WhoAmI(client));
        folder.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("john", await WhoAmI(client));
    }

    [Fact]
    public async Task A_server_of_an_unknown_authority_is_not_talked_to_unless_that_is_asked_for()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => WhoAmI(Here, "token: admin"));
        Assert.Equal("admin", await WhoAmI($"{Here}, insecure-skip-tls-verify: true", "token: admin"));
    }

    [Fact]
    public async Task The_servers_certificate_must_bear_the_name_that_is_expected()
    {
        Assert.Equal("admin", await WhoAmI($"{Here}, {Authority}, tls-server-name: kubernetes.default.svc", "token: admin"));
        await Assert.ThrowsAsync<HttpRequestException>(() => WhoAmI($"{Here}, {Authority}, tls-server-name: example.org", "token: admin"));
    }

    [Fact]
    public async Task A_proxy_is_gone_through()
    {
        using var proxy = new ConnectProxy();
        Assert.Equal("admin", await WhoAmI($"{Here}, {Authority}, proxy-url: 'http://127.0.0.1:{proxy.Port}'", "token: admin"));
        Assert.Equal([$"CONNECT 127.0.0.1:{front.Port} HTTP/1.1"], proxy.Asked);
    }

    [Fact]
    public async Task A_refusal_is_a_value_that_says_why()
    {
        using var connection = new ApiConnection(folder.Of($"{Here}, {Authority}", "token: user"), folder.Clock);
        var client = connection.Client(new());
        var forbidden = (await client.Get("/api/v1/nodes", default)).Failure!;
        Assert.True(forbidden.IsForbidden);
        Assert.Contains("\"jane\" cannot list resource \"nodes\"", forbidden.Message);
        using var administrators = new ApiConnection(folder.Of($"{Here}, {Authority}", "token: admin"), folder.Clock);
        var invalid = (await administrators.Client(new()).Create("/api/v1/namespaces/default/pods", TestServer.Document("v1", "Pod", "p"), default)).Failure!;
        Assert.Equal((422, "Invalid", "Pod", "p"), (invalid.Code, invalid.Reason, invalid.Kind, invalid.Name));
        Assert.Contains(invalid.Causes, cause => cause is { Reason: "FieldValueRequired", Field: "spec.containers" });
        using var stranger = new ApiConnection(folder.Of($"{Here}, {Authority}", "token: nobody"), folder.Clock);
        Assert.True((await stranger.Client(new()).Get("/api/v1/nodes", default)).Failure!.IsUnauthorized);
    }

    [Fact]
    public async Task A_request_that_is_repeated_says_once_for_whom_it_asks_and_its_answer_may_be_compressed()
    {
        using var listener = new HttpListener();
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        listener.Prefixes.Add(address);
        listener.Start();
        using var connection = new ApiConnection(folder.Of($"server: '{address}'", "token: t, as: jane, as-groups: [dev, ops]"), TimeProvider.System);
        var asking = connection.Client(new() { UserAgent = "me/1" }).Get("/api", default);
        var first = await listener.GetContextAsync();
        first.Response.StatusCode = 429;
        first.Response.Headers["Retry-After"] = "0";
        first.Response.Close();
        var second = await listener.GetContextAsync();
        Assert.Equal("Bearer t, jane, dev, ops, me/1, gzip", string.Join(", ", ((string[])["Authorization", "Impersonate-User", "Impersonate-Group", "User-Agent", "Accept-Encoding"])
            .Select(name => string.Join(", ", second.Request.Headers.GetValues(name) ?? []))));
        second.Response.Headers["Content-Encoding"] = "gzip";
        await using (var zipped = new System.IO.Compression.GZipStream(second.Response.OutputStream, System.IO.Compression.CompressionMode.Compress))
            zipped.Write("{\"kind\":\"APIVersions\"}"u8);
        Assert.Equal("APIVersions", (await asking).Document["kind"]!.GetValue<string>());
    }

    private string Here => $"server: 'https://127.0.0.1:{front.Port}'";

    private void WritePlugin(string user)
    {
        var (certificate, key) = TestCertificates.Client(user, UserInfo.Masters);
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key, ["expirationTimestamp"] = folder.Clock.GetUtcNow().AddMinutes(10).ToString("O") };
        var credential = new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = "client.authentication.k8s.io/v1", ["status"] = status };
        folder.Write("answer", credential.ToJsonString());
        folder.WriteProgram("plugin", "cat \"$(dirname \"$0\")/answer\"");
    }

    private async Task<string> WhoAmI(string cluster, string user)
    {
        using var connection = new ApiConnection(folder.Of(cluster, user), folder.Clock);
        return await WhoAmI(connection.Client(new()));
    }

    private static async Task<string> WhoAmI(IApiClient client)
    {
        var answer = await client.Create("/apis/authentication.k8s.io/v1/selfsubjectreviews", TestServer.Document("authentication.k8s.io/v1", "SelfSubjectReview", ""), default);
        return answer.OrThrow("who am I").Document["status"]!["userInfo"]!["username"]!.GetValue<string>();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A proxy for tunnels that notes what it is asked for.</summary>
    private sealed class ConnectProxy : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public ConnectProxy()
        {
            listener.Start();
            _ = Accept();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public List<string> Asked { get; } = [];

        public void Dispose() => listener.Dispose();

        private async Task Accept()
        {
            using var near = await listener.AcceptTcpClientAsync();
            var stream = near.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1) head.Append((char)one[0]);
            Asked.Add(head.ToString().Split("\r\n")[0]);
            using var far = new TcpClient();
            await far.ConnectAsync(IPAddress.Loopback, int.Parse(Asked[0].Split(' ')[1].Split(':')[1]));
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            await Task.WhenAny(stream.CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(stream));
        }
    }
}
