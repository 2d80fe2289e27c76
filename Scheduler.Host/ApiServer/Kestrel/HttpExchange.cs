using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer.Kestrel;

/// <summary>Carries one exchange between Kestrel and the API server. Watches end when the front stops.</summary>
internal sealed class HttpExchange(KubeApiServer server, CancellationToken stopping)
{
    public async Task Answer(HttpContext http)
    {
        try
        {
            var request = await Read(http);
            var response = await server.HandleAsync(request, http.RequestAborted);
            await Write(http, response);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left: there is nobody to answer.
        }
        catch (BadHttpRequestException error) when (!http.Response.HasStarted)
        {
            // Too slow, or cut off in the middle of the body.
            http.Response.StatusCode = error.StatusCode;
        }
        catch (IOException)
        {
            http.Abort(); // The connection broke.
        }
    }

    private async Task<ApiRequest> Read(HttpContext http)
    {
        var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var mark = target.IndexOf('?');
        return new ApiRequest
        {
            Method = http.Request.Method,
            Path = mark < 0 ? target : target[..mark],
            Query = mark < 0 ? QueryParameters.Empty : QueryParameters.Parse(target[(mark + 1)..]),
            Headers = new HeaderView(http.Request.Headers),
            Body = await ReadBody(http),
            Caller = http.Connection.ClientCertificate is { } certificate ? Subject(certificate) : null,
        };
    }

    /// <summary>Reads at most one byte more than is allowed: that is enough for the server to refuse it.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadBody(HttpContext http)
    {
        if (http.Request.ContentLength is 0 || HttpMethods.IsGet(http.Request.Method)) return default;
        var most = server.Options.BodyBytesMax + 1;
        if (http.Request.ContentLength >= most) return new byte[most];
        var body = new ArrayBufferWriter<byte>((int)(http.Request.ContentLength ?? 4096));
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            foreach (var segment in read.Buffer)
            {
                body.Write(segment.Span[..Math.Min(segment.Length, most - body.WrittenCount)]);
                if (body.WrittenCount == most) break;
            }
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || body.WrittenCount == most) return body.WrittenMemory;
        }
    }

    private async Task Write(HttpContext http, ApiResponse response)
    {
        http.Response.StatusCode = response.Status;
        if (response.ContentType is not null) http.Response.ContentType = response.ContentType;
        foreach (var (name, value) in response.Headers) http.Response.Headers.Append(name, value);
        if (response.Stream is { } stream)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
            await stream(http.Response.BodyWriter, over.Token);
            return;
        }
        if (response.Status == 304) return;
        http.Response.ContentLength = response.Body.Length;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await http.Response.BodyWriter.WriteAsync(response.Body, http.RequestAborted);
    }

    /// <summary>The subject of a certificate: its common name is the user, its organizations are the groups.</summary>
    internal static UserInfo Subject(X509Certificate2 certificate)
    {
        var name = "";
        var groups = new List<string>();
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            if (part.HasMultipleElements) continue;
            if (part.GetSingleElementType().Value == "2.5.4.3") name = part.GetSingleElementValue() ?? "";
            if (part.GetSingleElementType().Value == "2.5.4.10" && part.GetSingleElementValue() is { } group) groups.Add(group);
        }
        if (!groups.Contains(UserInfo.Authenticated)) groups.Add(UserInfo.Authenticated);
        return new UserInfo(name, "", groups);
    }
}
