using System.Net;
using System.Text;

namespace Scheduler.Tests.Host.Client.Following;

/// <summary>What can go wrong between a server and its client.</summary>
internal enum Fault
{
    None,

    /// <summary>No answer at all.</summary>
    Refused,
    Gone410,
    TooMany429,
    Error500,

    /// <summary>The answer ends in the middle.</summary>
    Cut,

    /// <summary>The connection breaks in the middle.</summary>
    Broken,

    /// <summary>Two pieces change places, and the connection ends.</summary>
    Swapped,

    /// <summary>A piece comes twice.</summary>
    Doubled,

    /// <summary>An event says that the stream cannot go on.</summary>
    Event410,
    Event500,

    /// <summary>Nothing more comes, and the connection stays.</summary>
    Silent,

    /// <summary>A few bytes at a time.</summary>
    Slow,
}

/// <summary>Stands before a server and does it all, by chance from a seed, until it is told to stop.</summary>
internal sealed class FaultyServer(HttpMessageHandler server, Random random) : DelegatingHandler(server)
{
    private readonly Lock gate = new();

    public bool IsFaulty { get; set; } = true;

    /// <summary>What is not done.</summary>
    public IReadOnlySet<Fault> Without { get; init; } = new HashSet<Fault>();

    /// <summary>How often each fault was done.</summary>
    public Dictionary<Fault, int> Done { get; } = [];

    /// <summary>Told of every request.</summary>
    public Action? Asked { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        Asked?.Invoke();
        var isWatch = request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal);
        var fault = Choose(isWatch);
        switch (fault)
        {
            case Fault.Refused: throw new HttpRequestException("the connection was refused");
            case Fault.Gone410: return Answer(HttpStatusCode.Gone);
            case Fault.TooMany429: return Answer(HttpStatusCode.TooManyRequests);
            case Fault.Error500: return Answer(HttpStatusCode.InternalServerError);
        }
        var response = await base.SendAsync(request, cancellation);
        if (fault == Fault.None || !response.IsSuccessStatusCode) return response;
        var stream = new FaultyStream(await response.Content.ReadAsStreamAsync(cancellation), response, fault, Next(fault == Fault.Silent ? 2000 : 6000), Next);
        return new HttpResponseMessage(response.StatusCode) { Content = new StreamContent(stream) { Headers = { ContentType = response.Content.Headers.ContentType } } };
    }

    private Fault Choose(bool isWatch)
    {
        if (!IsFaulty) return Fault.None;
        while (true)
        {
            var fault = (Fault)Next((int)Fault.Slow + 1);
            if (Without.Contains(fault)) continue;
            if (!isWatch && fault is Fault.Doubled or Fault.Event410 or Fault.Event500) continue;
            lock (gate) Done[fault] = Done.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }

    private int Next(int below)
    {
        lock (gate) return random.Next(below);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status) =>
        new(status) { Content = new StringContent($$"""{"kind":"Status","code":{{(int)status}},"message":"a fault"}""", Encoding.UTF8, "application/json") };

    /// <summary>Lets so many bytes pass, and then goes wrong.</summary>
    private sealed class FaultyStream(Stream inner, IDisposable owner, Fault fault, int after, Func<int, int> next) : ReadOnlyStream
    {
        private readonly byte[] piece = new byte[2048];
        private Memory<byte> ready;
        private int passed;
        private bool ended;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            if (ready.IsEmpty && !ended) await Fill(cancellation);
            var count = Math.Min(fault == Fault.Slow ? 1 + next(64) : int.MaxValue, Math.Min(buffer.Length, ready.Length));
            ready[..count].CopyTo(buffer);
            ready = ready[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) owner.Dispose();
            base.Dispose(disposing);
        }

        private async Task Fill(CancellationToken cancellation)
        {
            var count = await inner.ReadAsync(piece, cancellation);
            ready = piece.AsMemory(0, count);
            passed += count;
            ended = count == 0;
            if (passed < after || ended) return;
            switch (fault)
            {
                case Fault.Cut:
                    (ready, ended) = (ready[..next(count)], true);
                    break;
                case Fault.Broken:
                    throw new IOException("the connection was reset");
                case Fault.Swapped:
                    (ready, ended) = (Swap(ready.Span), true);
                    break;
                case Fault.Doubled:
                    ready = Double(ready.Span);
                    break;
                case Fault.Event410 or Fault.Event500:
                    byte[] error = [.. ready.Span, .. Encoding.UTF8.GetBytes($$$"""{"type":"ERROR","object":{"kind":"Status","code":{{{(fault == Fault.Event410 ? 410 : 500)}}}}}""" + "\n")];
                    (ready, ended) = (error, true);
                    break;
                case Fault.Silent:
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                    break;
            }
        }

        /// <summary>Half of the time between two lines, so that whole events change places.</summary>
        private byte[] Swap(ReadOnlySpan<byte> bytes)
        {
            var at = 1 + next(bytes.Length);
            var line = bytes.IndexOf((byte)'\n') + 1;
            if (line > 0 && next(2) == 0) at = line;
            at = Math.Min(at, bytes.Length);
            return [.. bytes[at..], .. bytes[..at]];
        }

        /// <summary>Whole lines: a server that repeats itself.</summary>
        private static byte[] Double(ReadOnlySpan<byte> bytes)
        {
            var from = bytes.IndexOf((byte)'\n') + 1;
            var to = bytes.LastIndexOf((byte)'\n') + 1;
            return [.. bytes[..to], .. bytes[from..to], .. bytes[to..]];
        }
    }
}
