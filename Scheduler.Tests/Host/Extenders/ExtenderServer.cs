using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Scheduler.Tests.Host.Extenders;

/// <summary>An extender for tests: answers what it is told to on a port of this machine and remembers what it was asked.</summary>
internal sealed class ExtenderServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Body)> requests = [];

    private ExtenderServer(WebApplication app) => this.app = app;

    /// <summary>The answer to the next requests: a body, by path.</summary>
    public Func<string, string> Answer { get; set; } = _ => "{}";

    public int Status { get; set; } = 200;

    /// <summary>Requests are answered when this ends; at once by default.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<(string Path, string Body)> Requests => [.. requests];

    public string Url => app.Urls.First();

    public static async Task<ExtenderServer> StartAsync(X509Certificate2? certificate = null, bool asksForCertificate = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is null) return;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        WebApplication app = builder.Build();
        ExtenderServer server = new(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
        string path = $"{context.Request.Method} {context.Request.Path}";
        requests.Enqueue((path, await reader.ReadToEndAsync()));
        await Gate.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Status;
        await context.Response.WriteAsync(Answer(context.Request.Path));
    }
}
