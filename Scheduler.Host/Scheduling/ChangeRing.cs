using System.Threading.Channels;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling;

/// <summary>
/// What the watches have read, in one order, for the decision thread. It holds so many changes at the most; a watch that is ahead waits, so that a
/// server that tells faster than we decide is read no faster and memory stays bounded.
/// </summary>
public sealed class ChangeRing(int capacity)
{
    private readonly Channel<Change> changes = Channel.CreateBounded<Change>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Number of changes that have not been taken.</summary>
    public int Count => changes.Reader.Count;

    /// <summary>Waits while the ring is full; after <see cref="Close"/> nothing is kept.</summary>
    public void Post(Change change)
    {
        while (!changes.Writer.TryWrite(change))
            if (!changes.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult()) return;
        Wake();
    }

    /// <summary>Makes the reader look.</summary>
    public void Wake() => wakes.Writer.TryWrite(true);

    public bool TryTake(out Change change) => changes.Reader.TryRead(out change!);

    /// <summary>Completes when the reader has been woken since it last waited.</summary>
    public async Task WaitAsync(CancellationToken cancellation) => await wakes.Reader.ReadAsync(cancellation).ConfigureAwait(false);

    /// <summary>Nobody reads any more: lets go whoever waits.</summary>
    public void Close() => changes.Writer.TryComplete();
}
