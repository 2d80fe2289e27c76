namespace Scheduler.Host.Store;

/// <summary>
/// Where the bundled cluster keeps its objects: keys to bytes, under one global revision, promising what etcd promises.
/// </summary>
/// <remarks>
/// <para><b>Revisions.</b> A fresh store is at revision 1. Every successful write, of one key or of several, moves the
/// store to the next revision; a failed one does not. Revisions are never reused and never go back, crashes included.</para>
/// <para><b>Durability.</b> What a read, a watch or a result shows is durable already. A write is acknowledged after it
/// is on disk (in the memory backend: at once).</para>
/// <para><b>Order.</b> Reads without a revision and writes are linearizable: an operation sees every operation that had
/// completed before it began.</para>
/// <para><b>Keys</b> are paths: they begin with <c>/</c>, do not end with it, and sort by code unit (ordinal). A <i>range</i> is a
/// string too: one ending in <c>/</c> means every key below it (<c>/</c> alone: every key), any other means that one key.</para>
/// <para><b>Values</b> are handed over, not copied: nobody may change the bytes once they were given to the store or
/// came from it.</para>
/// <para><b>History</b> reaches back to the compact revision C. Reads at C or later and watches from after C work;
/// older ones throw <see cref="CompactedException"/>.</para>
/// <para>All members may be called from any number of threads. Once the store cannot keep its promises (a failed disk, a full
/// one) it stops: every later call throws <see cref="StoreStoppedException"/> and <see cref="Stopped"/> completes.</para>
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>The newest revision, the compact revision, and sizes.</summary>
    ValueTask<StoreStatus> Status(CancellationToken cancellation = default);

    /// <summary>The entry of a key as it was at <paramref name="revision"/>; 0 means now.</summary>
    /// <exception cref="CompactedException">The revision is older than the history.</exception>
    /// <exception cref="FutureRevisionException">The revision does not exist yet.</exception>
    ValueTask<GetResult> Get(string key, long revision = 0, CancellationToken cancellation = default);

    /// <summary>The entries of a range in key order, all as they were at one revision, a page at a time if wanted.</summary>
    /// <exception cref="CompactedException">The revision is older than the history.</exception>
    /// <exception cref="FutureRevisionException">The revision does not exist yet.</exception>
    ValueTask<ListResult> List(ListRequest request, CancellationToken cancellation = default);

    /// <summary>How many keys a range holds now.</summary>
    ValueTask<long> Count(string range, CancellationToken cancellation = default);

    /// <summary>Creates or replaces the entry of a key, provided it is now as expected.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The bytes. They belong to the store from here on.</param>
    /// <param name="expected">The modification revision the key must have, or <see cref="Expect.Absent"/> or <see cref="Expect.Anything"/>.</param>
    /// <param name="timeToLive">The entry is deleted when this has passed since the write, by an ordinary delete with a revision of
    /// its own; not earlier, and within seconds. A later put sets a new time, or none. Null: it stays.</param>
    /// <param name="cancellation">Gives up waiting: the write may have happened all the same.</param>
    /// <returns>A failed expectation is a value, not an exception: it carries the entry that is there instead.</returns>
    /// <exception cref="ValueTooLargeException">The value is larger than the store takes.</exception>
    ValueTask<WriteResult> Put(
        string key, ReadOnlyMemory<byte> value, long expected, TimeSpan? timeToLive = null, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes the entry of a key, provided it is now as expected. Deleting what is not there fails, whatever was expected.
    /// </summary>
    ValueTask<WriteResult> Delete(string key, long expected, CancellationToken cancellation = default);

    /// <summary>
    /// Several writes as one revision: all of them if every expectation holds, otherwise none. At most
    /// <see cref="StoreWrite.MaxPerCommit"/>, all of different keys.
    /// </summary>
    ValueTask<CommitResult> Commit(IReadOnlyList<StoreWrite> writes, CancellationToken cancellation = default);

    /// <summary>
    /// Opens a watch of a range: first what history holds from the wanted revision on, then what comes, without a seam.
    /// </summary>
    /// <exception cref="CompactedException">History no longer reaches back to the wanted revision.</exception>
    ValueTask<IStoreWatch> Watch(WatchRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// Forgets history older than <paramref name="revision"/>, which stays readable itself. The store does this by itself too, by age and by
    /// size. Asking for an already compacted revision does nothing.
    /// </summary>
    /// <returns>The compact revision afterwards.</returns>
    /// <exception cref="FutureRevisionException">The revision does not exist yet.</exception>
    ValueTask<long> Compact(long revision, CancellationToken cancellation = default);

    /// <summary>Completes when the store is closed; fails with the reason when it had to stop.</summary>
    Task Stopped { get; }
}
