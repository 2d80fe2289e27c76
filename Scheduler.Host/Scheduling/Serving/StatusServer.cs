using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scheduler.Host.ApiServer.Kestrel;

namespace Scheduler.Host.Scheduling.Serving;

/// <summary>
/// What a running scheduler shows of itself, over HTTPS with a certificate of its own making. Whether it lives anybody may ask; all else the API server
/// allows or not. A second, plain port on this machine's own address asks nobody.
/// </summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int ConnectionsMax = 256;

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    private readonly WebApplication application;

    private StatusServer(WebApplication application, IReadOnlyList<int> ports)
    {
        this.application = application;
        Ports = ports;
    }

    /// <summary>The ports that are listened on, the secure one first.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Begins to serve.</summary>
    /// <param name="pages">What there is to see.</param>
    /// <param name="access">Asked about everything but the health of the process.</param>
    /// <param name="port">HTTPS on all addresses; 0 picks a free port, less serves none.</param>
    /// <param name="insecurePort">HTTP on the loopback address; 0 picks a free port, less serves none.</param>
    /// <param name="clock">For the certificate.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<StatusServer> StartAsync(
        StatusPages pages, DelegatedAccess access, int port, int insecurePort, TimeProvider clock, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxConcurrentConnections = ConnectionsMax;
            options.Limits.RequestHeadersTimeout = HeadersWithin;
            options.Limits.MaxRequestBodySize = 0;
            if (port >= 0) options.ListenAnyIP(port, listen => Secure(listen, clock));
            if (insecurePort >= 0) options.Listen(IPAddress.Loopback, insecurePort);
        });
        WebApplication application = builder.Build();
        application.Run(context => AnswerAsync(context, pages, access));
        await application.StartAsync(cancellation).ConfigureAwait(false);
        ICollection<string> addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new(application, [.. addresses.Select(address => new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port)]);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(1));
        await application.StopAsync(patience.Token).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Secure(ListenOptions listen, TimeProvider clock)
    {
        using ClusterCertificates certificates = ClusterCertificates.InMemory(clock);
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificates.Server([Environment.MachineName]),
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,

            // Who is behind it is found out when something is asked for that needs it.
            ClientCertificateValidation = static (_, _, _) => true,
        });
    }

    private static async Task AnswerAsync(HttpContext context, StatusPages pages, DelegatedAccess access)
    {
        string path = context.Request.Path.Value ?? "/";
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "only GET").ConfigureAwait(false);
            return;
        }

        bool isOpen = !context.Request.IsHttps || path is "/healthz" or "/livez" or "/readyz";
        int allowed = isOpen ? StatusCodes.Status200OK : await access.CheckAsync(TokenOf(context.Request), path, context.RequestAborted, context.Connection.ClientCertificate).ConfigureAwait(false);
        if (allowed != StatusCodes.Status200OK)
        {
            await RefuseAsync(context, allowed, allowed == 503 ? "the API server cannot be asked" : $"the API server does not allow to get {path}").ConfigureAwait(false);
            return;
        }

        StatusPage page = await pages.ReadAsync(path, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = page.ContentType;
        await context.Response.WriteAsync(page.Text, context.RequestAborted).ConfigureAwait(false);
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why + "\n", context.RequestAborted);
    }
}
