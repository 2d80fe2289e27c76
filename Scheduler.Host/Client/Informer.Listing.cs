using System.Buffers;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.Client.Following;
using Scheduler.Host.Client.Protobuf;

namespace Scheduler.Host.Client;

/// <summary>Learns what is there, page by page. All pages show the same version.</summary>
public sealed partial class Informer
{
    /// <summary>0: all at once. That is how a list is read whose pages take longer than the server remembers.</summary>
    private int pageSize;

    private async Task<StepOutcome> List(CancellationToken cancellation)
    {
        telling.BeginList();
        ListPage page = default;
        do
        {
            var from = page.Continue is { Length: > 0 } token ? $"&continue={Uri.EscapeDataString(token)}" : "";
            using var answer = await client.Open(PathWith($"limit={pageSize}{from}"), Accept, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                var outcome = await Refused("list", answer, cancellation).ConfigureAwait(false);
                if (outcome == StepOutcome.Expired) pageSize = 0;
                return outcome;
            }
            page = await ReadPage(answer, cancellation).ConfigureAwait(false);
        }
        while (page.Continue.Length > 0);
        pageSize = options.PageSize;
        Complete(page.Version);
        return StepOutcome.Done;
    }

    private void Complete(long version)
    {
        telling.EndList(version);
        telling.Refuse("");
        heardSinceList = false;
    }

    private async Task<ListPage> ReadPage(ApiStream answer, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(options.SilenceMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var count = 0;
            for (int read; (read = await answer.Body.ReadAsync(buffer.AsMemory(count), either.Token).ConfigureAwait(false)) > 0;)
            {
                count += read;
                silence.CancelAfter(options.SilenceMax);
                if (count < buffer.Length) continue;
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan().CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
            List<(ObjectHead Head, Range Text)> items = [];
            var isProtobuf = answer.MediaType == MediaTypes.Protobuf;
            var page = isProtobuf ? ProtobufMessages.ReadPage(buffer.AsSpan(0, count), items) : ListPage.Read(buffer.AsSpan(0, count), items);
            foreach (var (head, text) in items) telling.Listed(head, buffer.AsSpan(text), isProtobuf);
            return page;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"list {FullName}: nothing came for {options.SilenceMax.TotalSeconds} s");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
