using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Kestrel;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Tests.Host.ApiServer.Kestrel;

public sealed class HttpsFrontTests : IAsyncLifetime
{
    private readonly ClusterCertificates certificates = ClusterCertificates.InMemory(TimeProvider.System);
    private TestServer server = null!;
    private HttpsFront front = null!;

    public async Task InitializeAsync()
    {
        server = await TestServer.Start();
        front = await HttpsFront.Start(server.Server, certificates, IPAddress.Loopback, 0);
    }

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        await server.DisposeAsync();
        certificates.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_versions_of_HTTP_are_served_under_a_certificate_of_the_clusters_authority(string version)
    {
        using var client = Client(version: Version.Parse(version));
        using var response = await client.GetAsync("/api/v1/namespaces/default");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Version.Parse(version), response.Version);
    }

    [Fact]
    public async Task A_client_certificate_says_who_asks()
    {
        using var jane = Client(token: null, certificate: certificates.Client("jane", UserInfo.Masters, "dev"));
        using var review = await jane.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", Json("{}"));
        var user = JsonNode.Parse(await review.Content.ReadAsStringAsync())!["status"]!["userInfo"]!;
        Assert.Equal("jane", user["username"]!.GetValue<string>());
        Assert.Equal(["dev", "system:authenticated", "system:masters"], user["groups"]!.AsArray().Select(group => group!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_accepted()
    {
        using var other = ClusterCertificates.InMemory(TimeProvider.System);
        using var stranger = Client(token: null, certificate: other.Client("jane", UserInfo.Masters));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => stranger.GetAsync("/version"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused_with_a_status(bool chunked)
    {
        using var client = Client();
        using var content = new ByteArrayContent(new byte[4 << 20]);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/namespaces/default/configmaps") { Content = content, Version = HttpVersion.Version20 };
        if (chunked) request.Content = new StreamContent(new MemoryStream(new byte[4 << 20])) { Headers = { ContentType = content.Headers.ContentType, ContentLength = null } };
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("RequestEntityTooLarge", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unknown_token_is_no_access()
    {
        using var client = Client(token: "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/pods")).StatusCode);
    }

    [Fact]
    public async Task A_watch_sends_each_change_when_it_happens()
    {
        using var client = Client();
        using var response = await client.GetAsync("/api/v1/namespaces/default/configmaps?watch=true&resourceVersion=1", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 3; i++)
        {
            await server.CreateConfigMap($"c{i}");
            Assert.Contains($"\"c{i}\"", await reader.ReadLineAsync());
        }
    }

    [Theory]
    [InlineData("GET /api/v1/pods HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n")]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("POST /api/v1/pods HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task Requests_that_are_no_HTTP_end_in_an_error_or_a_closed_connection(string text)
    {
        await using var stream = await Raw();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync();
        Assert.True(line is null || line.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), line);
    }

    [Fact]
    public async Task Clients_that_send_nothing_do_not_keep_others_from_being_served()
    {
        var idle = new List<SslStream>();
        for (var i = 0; i < 50; i++) idle.Add(await Raw());
        foreach (var stream in idle) await stream.WriteAsync("POST /api/v1/namespaces/default/pods HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        using var client = Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/pods")).StatusCode);
        foreach (var stream in idle) await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_cluster_keeps_its_authority_over_restarts()
    {
        var folder = Directory.CreateTempSubdirectory("authority").FullName;
        using var first = ClusterCertificates.InFolder(folder, TimeProvider.System);
        using var second = ClusterCertificates.InFolder(folder, TimeProvider.System);
        Assert.Equal(first.AuthorityPem, second.AuthorityPem);
        Assert.True(second.Vouches(first.Client("jane")));
        Directory.Delete(folder, recursive: true);
        await Task.CompletedTask;
    }

    private async Task<SslStream> Raw()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, front.Port);
        var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        return stream;
    }

    private HttpClient Client(string? token = "admin", X509Certificate2? certificate = null, Version? version = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => certificates.Vouches(new X509Certificate2(presented!));
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://127.0.0.1:{front.Port}"),
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, MediaTypes.Json);
}
