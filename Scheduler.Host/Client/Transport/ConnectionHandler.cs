using System.Net;
using System.Security.Cryptography.X509Certificates;
using Scheduler.Host.Client.Access;

namespace Scheduler.Host.Client.Transport;

/// <summary>
/// Sends requests to an endpoint under the credential that counts at the moment. A refused credential is replaced, where it can be, and the request
/// sent once more. A new client certificate takes new connections: those that are open go on until their answers have ended.
/// </summary>
internal sealed class ConnectionHandler(ClusterEndpoint endpoint) : HttpMessageHandler
{
    private readonly Lock changing = new();
    private HttpMessageInvoker? sockets;
    private X509Certificate2? certificate;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        foreach (var (name, _) in endpoint.Headers) request.Headers.Remove(name); // The request may come a second time.
        foreach (var (name, value) in endpoint.Headers) request.Headers.TryAddWithoutValidation(name, value);
        if (endpoint.TlsServerName.Length > 0) request.Headers.Host = endpoint.TlsServerName; // The handler asks for, and checks, the certificate of this name.
        var credential = await endpoint.Credentials.Current(cancellation).ConfigureAwait(false);
        var response = await Send(request, credential, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !endpoint.Credentials.Forget(credential)) return response;
        var fresh = await endpoint.Credentials.Current(cancellation).ConfigureAwait(false);
        response.Dispose();
        return await Send(request, fresh, cancellation).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) sockets?.Dispose();
        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> Send(HttpRequestMessage request, Credential credential, CancellationToken cancellation)
    {
        request.Headers.Authorization = credential.Authorization;
        return Sockets(credential.Certificate).SendAsync(request, cancellation);
    }

    private HttpMessageInvoker Sockets(X509Certificate2? wanted)
    {
        lock (changing)
        {
            if (sockets is not null && ReferenceEquals(certificate, wanted)) return sockets;
            sockets?.Dispose();
            certificate = wanted;
            return sockets = new HttpMessageInvoker(SocketSettings.For(endpoint, wanted));
        }
    }
}
