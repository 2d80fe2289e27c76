namespace Scheduler.Host.Store.Local;

/// <summary>
/// A watch over <see cref="StoreState"/>.
/// <code>
///   CatchingUp ──the log has no more──▶ Live ──too far behind, disposed, store stopped──▶ Ended
///       └───────────────compacted, disposed, store stopped─────────────────────────────────┘
/// </code>
/// While catching up it reads the shared log at its reader's pace and holds nothing itself; live, events are queued for it.
/// </summary>
internal sealed class LocalWatch : IStoreWatch
{
    private readonly StoreState _state;
    private readonly KeyRange _range;
    private readonly int _bufferedEvents;

    /// <summary>Guards everything below. Taken inside the state's gate, never around it.</summary>
    private readonly Lock _lock = new();
    private readonly Queue<WatchBatch> _queue = new();
    private int _queuedEvents;
    private volatile Phase _phase = Phase.CatchingUp;
    private StoreException? _ending;
    private volatile bool _progressWanted;
    private TaskCompletionSource? _waiting;

    /// <summary>While catching up: the revision to look at next. Only the reader uses it.</summary>
    private long _next;
    private long _lastRead;

    public LocalWatch(StoreState state, in WatchRequest request, long fromRevision)
    {
        _state = state;
        _range = KeyRange.Parse(request.Range);
        _bufferedEvents = request.BufferedEvents;
        WantsProgress = request.Progress;
        FromRevision = _next = fromRevision;
        _lastRead = fromRevision - 1;
    }

    private enum Phase
    {
        CatchingUp,
        Live,
        Ended,
    }

    public long FromRevision { get; }

    public string Range => _range.ToString();

    public bool WantsProgress { get; }

    public async ValueTask<WatchBatch> Read(CancellationToken cancellation = default)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryRead(out WatchBatch batch))
                return batch;
            if (Arrival() is { } arrival)
                await arrival.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public bool TryRead(out WatchBatch batch)
    {
        if (_phase == Phase.CatchingUp && TryCatchUp(out batch))
            return true;
        return TryTake(out batch) || (_progressWanted && TryTellProgress(out batch));
    }

    public void RequestProgress()
    {
        lock (_lock)
        {
            _progressWanted = true;
            Wake();
        }
    }

    public ValueTask DisposeAsync()
    {
        _state.Close(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>From here on every event is offered. Needs the gate of the state.</summary>
    public void GoLive()
    {
        lock (_lock)
        {
            if (_phase == Phase.CatchingUp)
                _phase = Phase.Live;
        }
    }

    /// <summary>Queues a batch. False: the watch has ended and wants no more.</summary>
    public bool Offer(in WatchBatch batch)
    {
        if (batch.Revision < FromRevision)
            return true;
        lock (_lock)
        {
            if (_phase == Phase.Ended)
                return false;
            if (_queuedEvents + batch.Events.Count > _bufferedEvents)
            {
                _queue.Clear();
                _queuedEvents = 0;
                EndWith(new WatchOverrunException(Range, _lastRead, _bufferedEvents));
                return false;
            }
            _queue.Enqueue(batch);
            _queuedEvents += batch.Events.Count;
            Wake();
            return true;
        }
    }

    /// <summary>No event comes after those queued already; then the reader is told why.</summary>
    public void End(StoreException reason)
    {
        lock (_lock)
            EndWith(reason);
    }

    private void EndWith(StoreException reason)
    {
        if (_phase == Phase.Ended)
            return;
        _phase = Phase.Ended;
        _ending = reason;
        Wake();
    }

    private void Wake()
    {
        _waiting?.TrySetResult();
        _waiting = null;
    }

    /// <summary>Completes when there may be something to read; null if there is already.</summary>
    private Task? Arrival()
    {
        lock (_lock)
        {
            if (_queue.Count > 0 || _progressWanted || _phase != Phase.Live)
                return null;
            _waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    private bool TryTake(out WatchBatch batch)
    {
        lock (_lock)
        {
            if (_queue.TryDequeue(out batch))
            {
                _queuedEvents -= batch.Events.Count;
                _lastRead = batch.Revision;
                return true;
            }
            if (_phase == Phase.Ended)
                throw _ending!;
            return false;
        }
    }

    private bool TryTellProgress(out WatchBatch batch)
    {
        // Under the gate no event is on its way: an empty queue means that all up to the store's revision were read.
        using (_state.Hold())
            lock (_lock)
            {
                // A watch from a revision to come has, in its own terms, been told everything before it.
                batch = new(Math.Max(_state.Revision, FromRevision - 1), []);
                if (_queue.Count > 0 || _phase != Phase.Live)
                    return false;
                _progressWanted = false;
                _lastRead = batch.Revision;
                return true;
            }
    }

    /// <summary>The next batch of the log, or none and the watch is live.</summary>
    private bool TryCatchUp(out WatchBatch batch)
    {
        while (_phase == Phase.CatchingUp)
        {
            if (_state.ReadLog(_range, ref _next, out batch))
            {
                _lastRead = batch.Revision;
                return true;
            }
            _state.TryGoLive(this, _next);
        }
        batch = default;
        return false;
    }
}
