using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client.Following;
using Scheduler.Host.Client.Protobuf;

namespace Scheduler.Host.Client;

/// <summary>Learns what changes; and, where the server can tell it the same way, what is there.</summary>
public sealed partial class Informer
{
    private static readonly StreamPipeReaderOptions Buffers = new(bufferSize: 1 << 16, minimumReadSize: 1 << 12);

    private bool streams;

    private async Task<StepOutcome> Watch(CancellationToken cancellation)
    {
        var from = telling.Version.ToString(CultureInfo.InvariantCulture);
        var within = WatchSpan();
        using var answer = await client.Open(PathWith($"watch=true&allowWatchBookmarks=true&{Seconds(within)}&resourceVersion={from}"), Accept, cancellation).ConfigureAwait(false);
        return answer.IsSuccess ? await Follow(answer, within, cancellation).ConfigureAwait(false) : await Refused("watch", answer, cancellation).ConfigureAwait(false);
    }

    /// <summary>A list as a stream of events that goes on as a watch. A server that cannot do that says that the request is invalid: then by pages.</summary>
    private async Task<StepOutcome> Stream(CancellationToken cancellation)
    {
        var within = WatchSpan();
        telling.BeginList();
        var query = $"watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&{Seconds(within)}";
        using var answer = await client.Open(PathWith(query), Accept, cancellation).ConfigureAwait(false);
        if (answer.IsSuccess) return await Follow(answer, within, cancellation).ConfigureAwait(false);
        if (answer.Status is not (400 or 422)) return await Refused("watch", answer, cancellation).ConfigureAwait(false);
        streams = false;
        return await List(cancellation).ConfigureAwait(false);
    }

    private TimeSpan WatchSpan() => options.WatchAtLeast * (1 + random.NextDouble());

    private static string Seconds(TimeSpan span) => $"timeoutSeconds={Math.Max(1, (long)span.TotalSeconds)}";

    private async Task<StepOutcome> Follow(ApiStream answer, TimeSpan within, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(within + options.SilenceMax, clock);
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token, silence.Token);
        var reader = PipeReader.Create(answer.Body, Buffers);
        var isProtobuf = answer.MediaType == MediaTypes.Protobuf;
        var (told, begun) = (false, clock.GetTimestamp());
        try
        {
            while (true)
            {
                if (state == InformerState.Listing) silence.CancelAfter(options.SilenceMax);
                var read = await reader.ReadAsync(either.Token).ConfigureAwait(false);
                silence.CancelAfter(Timeout.InfiniteTimeSpan); // Whoever is told may take his time.
                var buffer = read.Buffer;
                while (TryTake(ref buffer, isProtobuf, out var taken))
                {
                    if (OnEvent(taken.IsSingleSegment ? taken.FirstSpan : taken.ToArray(), isProtobuf) is { } ended) return ended;
                    told = true;
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) return AtEnd(told, clock.GetElapsedTime(begun));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"watch {FullName}: the server has gone silent");
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The stream has ended. Half a line that is left comes again. A server that only hangs up is not asked again at once.</summary>
    private StepOutcome AtEnd(bool told, TimeSpan lasted)
    {
        if (state == InformerState.Watching && (told || lasted >= options.PauseFirst)) return StepOutcome.Done;
        pause = backoff.Next();
        return StepOutcome.Failed;
    }

    /// <summary>Cuts the next event off: a line of text, or a message behind its length.</summary>
    private static bool TryTake(ref ReadOnlySequence<byte> buffer, bool isProtobuf, out ReadOnlySequence<byte> taken)
    {
        taken = default;
        if (!isProtobuf)
        {
            if (buffer.PositionOf((byte)'\n') is not { } end) return false;
            taken = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }
        if (buffer.Length < ProtobufMessages.PrefixBytes) return false;
        Span<byte> prefix = stackalloc byte[ProtobufMessages.PrefixBytes];
        buffer.Slice(0, prefix.Length).CopyTo(prefix);
        var length = ProtobufMessages.FrameLength(prefix);
        if (buffer.Length < prefix.Length + length) return false;
        taken = buffer.Slice(prefix.Length, length);
        buffer = buffer.Slice(prefix.Length + length);
        return true;
    }

    /// <summary>Null: the stream goes on.</summary>
    private StepOutcome? OnEvent(ReadOnlySpan<byte> bytes, bool isProtobuf)
    {
        if (bytes.IsEmpty) return null;
        var frame = isProtobuf ? ProtobufMessages.ReadFrame(bytes) : WatchFrame.Read(bytes);
        switch (frame.Event)
        {
            case WatchEvent.Error:
                pause = backoff.Next();
                return frame.Code == 410 ? Expired() : StepOutcome.Failed;
            case WatchEvent.Bookmark when state == InformerState.Listing:
                if (!frame.Head.EndsInitialEvents) return null;
                Complete(frame.Head.Version);
                state = InformerState.Watching; // The same stream goes on.
                return null;
            case WatchEvent.Bookmark:
                telling.Marked(frame.Head.Version);
                Heard();
                return null;
            default:
                if (state == InformerState.Listing)
                {
                    telling.Streamed(frame);
                    return null;
                }
                if (!telling.Watched(frame)) return StepOutcome.Disordered;
                Heard();
                return null;
        }
    }

    private void Heard()
    {
        heardSinceList = true;
        backoff.Reset();
    }
}
