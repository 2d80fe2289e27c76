using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Scheduler.Host.ApiServer.Kestrel;

/// <summary>
/// HTTPS in front of the API server: HTTP/1.1 and 2, the cluster's own certificates, and bounds for clients that are slow, many or large.
/// </summary>
public sealed class HttpsFront : IAsyncDisposable
{
    /// <summary>client-go puts all the watches of a process on one connection.</summary>
    private const int StreamsPerConnection = 1000;
    private const int ConnectionsMax = 4096;

    /// <summary>A client has so long to send the headers of a request.</summary>
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    private readonly WebApplication application;

    private HttpsFront(WebApplication application, int port)
    {
        this.application = application;
        Port = port;
    }

    /// <summary>The port that is listened on: the one asked for, or the one that was free.</summary>
    public int Port { get; }

    /// <summary>Begins to serve. Port 0 picks a free one.</summary>
    public static async Task<HttpsFront> Start(
        KubeApiServer server, ClusterCertificates certificates, IPAddress address, int port, CancellationToken cancellation = default)
    {
        var certificate = certificates.Server([address.ToString(), server.Options.Address]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => Configure(options, certificates, certificate, address, port));
        var application = builder.Build();
        var exchange = new HttpExchange(server, application.Lifetime.ApplicationStopping);
        application.Run(exchange.Answer);
        await application.StartAsync(cancellation);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new HttpsFront(application, new Uri(addresses.First()).Port);
    }

    private static void Configure(
        KestrelServerOptions options, ClusterCertificates certificates, X509Certificate2 certificate, IPAddress address, int port)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null; // Counted by HttpExchange, which answers in the API's own words.
        options.Limits.RequestHeadersTimeout = HeadersWithin;
        options.Limits.MaxConcurrentConnections = ConnectionsMax;
        options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        options.Limits.Http2.InitialConnectionWindowSize = 1 << 20;
        options.Limits.Http2.InitialStreamWindowSize = 1 << 19;
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        options.Listen(address, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (client, _, _) => certificates.Vouches(client),
                HandshakeTimeout = HeadersWithin,
            });
        });
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
    }
}
