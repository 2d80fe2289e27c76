using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Scheduler.Host.Client.Access;

namespace Scheduler.Bench.Serving;

/// <summary>Sends bytes that are ready and looks at nothing but the status: what is measured is the server, as far as that can be on one machine.</summary>
internal sealed class ServingClient : IDisposable
{
    /// <summary>Watches may be many: kube-apiserver's clients put up to this many on a connection.</summary>
    private const int StreamWindowBytes = 1 << 20;

    private readonly HttpClient http;

    private ServingClient(HttpClient http) => this.http = http;

    public static async Task<ServingClient> Of(string kubeconfig)
    {
        var endpoint = ClusterAccess.OfProcess(TimeProvider.System).Find(kubeconfig, null);
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, InitialHttp2StreamWindowSize = StreamWindowBytes, UseCookies = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(endpoint.Authorities);
        var http = new HttpClient(handler)
        {
            BaseAddress = endpoint.Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = (await endpoint.Credentials.Current(default)).Authorization;
        return new ServingClient(http);
    }

    /// <summary>Sends a request whose answer must be a success.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public async Task Send(HttpMethod method, string path, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.IsSuccessStatusCode) return;
        throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Opens a stream: a list or a watch.</summary>
    public async Task<HttpResponseMessage> Open(string path)
    {
        var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();
}
