using System.Text.Json.Nodes;
using Scheduler.Host.Client;

namespace Scheduler.Tests.Host.Scheduling;

/// <summary>
/// A client whose server goes away, whose streams are cut, and whose bindings are applied and answered as if they were not. Killed, it does nothing
/// more: so a scheduler ends that got no chance to tidy up.
/// </summary>
internal sealed class FaultyClient(IApiClient client, TimeProvider clock, int seed) : IApiClient
{
    private const int TravelMsMax = 200;

    /// <summary>The fault that is told before anything is done; the smaller ones are told after it.</summary>
    private const int Refusal = 3;

    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly HashSet<CutStream> streams = [];

    /// <summary>How many of 100 bindings are answered wrongly.</summary>
    public int LostAnswersPercent { get; init; }

    /// <summary>How many of 100 bindings are refused: nothing comes of them.</summary>
    public int RefusalsPercent { get; init; }

    /// <summary>True: nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>True: the process that this client is of is dead.</summary>
    public bool IsKilled { get; set; }

    /// <summary>Bindings that were applied and answered with an error.</summary>
    public int LostAnswers { get; private set; }

    /// <summary>Bindings that were not applied and answered so.</summary>
    public int Refusals { get; private set; }

    public int Cuts { get; private set; }

    public async Task<ApiAnswer> Send(ApiCall call, CancellationToken cancellation)
    {
        // On the way there and on the way back: who dies in between does not know what became of it.
        await Travel(cancellation);
        ThrowIfGone();
        int fault = call.Path.EndsWith("/binding", StringComparison.Ordinal) ? NextFault() : -1;
        if (fault == Refusal) return new(409, new JsonObject { ["message"] = "injected refusal" });
        ApiAnswer answer = await client.Send(call, cancellation);
        await Travel(cancellation);
        ThrowIfGone();
        switch (fault)
        {
            case 0: return new(409, new JsonObject { ["message"] = "injected conflict" });
            case 1: return new(500, new JsonObject { ["message"] = "injected error" });
            case 2: await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation); break;
        }

        return answer;
    }

    public async Task<ApiStream> Open(string path, string accept, CancellationToken cancellation)
    {
        ThrowIfGone();
        ApiStream stream = await client.Open(path, accept, cancellation);
        ThrowIfGone();
        CutStream body = new(stream.Body);
        lock (gate) streams.Add(body);
        return stream with { Body = body };
    }

    /// <summary>Breaks all streams that are open.</summary>
    public void Cut()
    {
        lock (gate)
        {
            foreach (CutStream stream in streams) stream.Cut();
            Cuts += streams.Count;
            streams.Clear();
        }
    }

    private Task Travel(CancellationToken cancellation)
    {
        int delayMs;
        lock (gate) delayMs = random.Next(TravelMsMax);
        return Task.Delay(TimeSpan.FromMilliseconds(delayMs), clock, cancellation);
    }

    private void ThrowIfGone()
    {
        if (IsDown || IsKilled) throw new HttpRequestException("injected: connection refused");
    }

    private int NextFault()
    {
        lock (gate)
        {
            int roll = random.Next(100);
            if (roll >= LostAnswersPercent + RefusalsPercent) return -1;
            if (roll >= LostAnswersPercent)
            {
                Refusals++;
                return Refusal;
            }

            LostAnswers++;
            return random.Next(Refusal);
        }
    }

    /// <summary>A stream that breaks when told.</summary>
    private sealed class CutStream(Stream inner) : Stream
    {
        private readonly CancellationTokenSource cut = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Cut() => cut.Cancel();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, cut.Token);
            try
            {
                return await inner.ReadAsync(buffer, either.Token);
            }
            catch (OperationCanceledException) when (cut.IsCancellationRequested)
            {
                throw new IOException("injected: connection reset");
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellation) => ReadAsync(buffer.AsMemory(offset, count), cancellation).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
