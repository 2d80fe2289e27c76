using System.Text;
using System.Threading.Channels;
using Scheduler.Host.Client;

namespace Scheduler.Tests.Host.Client.Following;

/// <summary>A server that answers what a test says, request by request. A stream without an end stays open until the client goes.</summary>
internal sealed class ScriptedServer : IApiClient
{
    private readonly Channel<string> asked = Channel.CreateUnbounded<string>();
    private readonly Channel<(int Status, string Body, bool Ends)> answers = Channel.CreateUnbounded<(int, string, bool)>();

    /// <summary>Answers the next request.</summary>
    public void Answer(string body, int status = 200, bool ends = true) => answers.Writer.TryWrite((status, body, ends));

    public void Refuse(int status, string message = "", string details = "{}") =>
        Answer($$"""{"kind":"Status","code":{{status}},"message":"{{message}}","details":{{details}}}""", status);

    /// <summary>The next request that came, waiting for it; what the informer chooses by chance is left out.</summary>
    public async Task<string> Asked()
    {
        var path = await asked.Reader.ReadAsync();
        return System.Text.RegularExpressions.Regex.Replace(path, "&timeoutSeconds=[0-9]+", "");
    }

    public Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation) => throw new NotSupportedException();

    public async Task<ApiStream> Open(string path, string accept, CancellationToken cancellation)
    {
        asked.Writer.TryWrite(path);
        var (status, body, ends) = await answers.Reader.ReadAsync(cancellation);
        Stream content = new MemoryStream(Encoding.UTF8.GetBytes(body));
        if (!ends) content = new EndlessStream(content);
        return new ApiStream(status, "application/json", content, content);
    }

    private sealed class EndlessStream(Stream inner) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            var count = await inner.ReadAsync(buffer, cancellation);
            if (count == 0) await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return count;
        }
    }
}

/// <summary>What the streams of these tests have in common: they are read, asynchronously.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellation) => ReadAsync(buffer.AsMemory(offset, count), cancellation).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
