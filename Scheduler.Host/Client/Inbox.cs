using System.Threading.Channels;

namespace Scheduler.Host.Client;

/// <summary>
/// What several informers and timers have to say, in one order, for one reader: parts of the cluster are single-threaded steps over it. A wake has
/// no change: it only makes the reader look.
/// </summary>
public sealed class Inbox
{
    private readonly Channel<Change?> channel = Channel.CreateUnbounded<Change?>(new UnboundedChannelOptions { SingleReader = true });

    public void Post(Change change) => channel.Writer.TryWrite(change);

    public void Wake() => channel.Writer.TryWrite(null);

    /// <summary>Completes when there is something to take.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await channel.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false);

    /// <summary>The next change; wakes are passed over.</summary>
    public bool TryTake(out Change change)
    {
        while (channel.Reader.TryRead(out var next))
        {
            if (next is null) continue;
            change = next;
            return true;
        }
        change = null!;
        return false;
    }
}
