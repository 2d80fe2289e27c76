using System.IO.Pipelines;
using System.Net;
using Scheduler.Host.ApiServer.Requests;

namespace Scheduler.Host.ApiServer.InProcess;

/// <summary>
/// Lets an <see cref="HttpClient"/> speak to an API server in the same process: the same client code runs over HTTPS and here, without a socket, a
/// certificate or a copy of the body. Whoever holds it acts as <paramref name="caller"/>.
/// </summary>
public sealed class InProcessHandler(KubeApiServer server, UserInfo caller) : HttpMessageHandler
{
    /// <summary>A watch that is not read stops being written to at this many bytes; the store's own bound ends it later.</summary>
    private const int UnreadBytesMax = 1 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        var response = await server.HandleAsync(await Read(message, cancellation), cancellation);
        var answer = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = message, Version = HttpVersion.Version20 };
        answer.Content = response.Stream is { } stream ? Follow(stream) : new ReadOnlyMemoryContent(response.Body);
        if (response.ContentType is not null) answer.Content.Headers.TryAddWithoutValidation("Content-Type", response.ContentType);
        foreach (var (name, value) in response.Headers) answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    }

    private async Task<ApiRequest> Read(HttpRequestMessage message, CancellationToken cancellation)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in message.Headers) headers[name] = string.Join(',', values);
        foreach (var (name, values) in message.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()) headers[name] = string.Join(',', values);
        // The fields that it writes are known by the name of the caller: kube-scheduler, say.
        headers.TryAdd("User-Agent", caller.Name[(caller.Name.LastIndexOf(':') + 1)..]);
        var target = message.RequestUri!.PathAndQuery;
        var mark = target.IndexOf('?');
        return new ApiRequest
        {
            Method = message.Method.Method,
            Path = mark < 0 ? target : target[..mark],
            Query = mark < 0 ? QueryParameters.Empty : QueryParameters.Parse(target[(mark + 1)..]),
            Headers = headers,
            Body = message.Content is null ? default : await message.Content.ReadAsByteArrayAsync(cancellation),
            Caller = caller,
        };
    }

    /// <summary>The body of a watch: it ends when its reader is disposed of.</summary>
    private static WatchContent Follow(Func<PipeWriter, CancellationToken, Task> stream)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: UnreadBytesMax, resumeWriterThreshold: UnreadBytesMax / 2, useSynchronizationContext: false));
        var gone = new CancellationTokenSource();
        var writing = Write(stream, pipe.Writer, gone);
        return new WatchContent(pipe.Reader, gone, writing);
    }

    private static async Task Write(Func<PipeWriter, CancellationToken, Task> stream, PipeWriter writer, CancellationTokenSource gone)
    {
        try
        {
            await stream(writer, gone.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left.
        }
        await writer.CompleteAsync();
    }

    private sealed class WatchContent(PipeReader reader, CancellationTokenSource gone, Task writing) : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(reader.AsStream());

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => reader.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !writing.IsCompleted) gone.Cancel();
            base.Dispose(disposing);
        }
    }
}
