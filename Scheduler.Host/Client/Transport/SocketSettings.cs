using System.Net;
using System.Security.Cryptography.X509Certificates;
using Scheduler.Host.Client.Access;

namespace Scheduler.Host.Client.Transport;

/// <summary>How connections to an endpoint are made.</summary>
internal static class SocketSettings
{
    /// <summary>A peer that is gone without a word is noticed after both together, on HTTP/2.</summary>
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(30);

    /// <summary>A list of pods is megabytes: a small window would cost a round trip for every 64 KiB.</summary>
    private const int StreamWindowBytes = 1 << 20;

    public static SocketsHttpHandler For(ClusterEndpoint endpoint, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            KeepAlivePingDelay = PingAfter,
            KeepAlivePingTimeout = PongWithin,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectTimeout = ConnectWithin,
            AutomaticDecompression = endpoint.DisableCompression ? DecompressionMethods.None : DecompressionMethods.GZip,
        };
        if (endpoint.Proxy is { } proxy) handler.Proxy = ProxyOf(proxy);
        var ssl = handler.SslOptions;
        if (endpoint.SkipsTlsVerify) ssl.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        else if (endpoint.Authorities.Count > 0)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            ssl.CertificateChainPolicy.CustomTrustStore.AddRange(endpoint.Authorities);
        }
        if (certificate is not null) ssl.ClientCertificates = [certificate];
        return handler;
    }

    private static WebProxy ProxyOf(Uri uri)
    {
        var proxy = new WebProxy(uri);
        if (uri.UserInfo.Length == 0) return proxy;
        var parts = uri.UserInfo.Split(':', 2);
        proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        return proxy;
    }
}
