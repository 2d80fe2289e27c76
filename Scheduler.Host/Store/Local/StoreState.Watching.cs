namespace Scheduler.Host.Store.Local;

/// <summary>Watches: how they begin, catch up with the log, and go live without a seam.</summary>
internal sealed partial class StoreState
{
    /// <summary>Opens a watch; it must be disposed.</summary>
    public LocalWatch Open(in WatchRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.FromRevision);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.BufferedEvents, 1);
        lock (_gate)
        {
            if (_stopped is not null)
                throw _stopped;
            long from = request.FromRevision == 0 ? Revision + 1 : request.FromRevision;
            if (from <= _compactRevision)
                throw new CompactedException(from, _compactRevision);
            var watch = new LocalWatch(this, request, from);
            if (from > Revision)
                GoLive(watch);
            return watch;
        }
    }

    /// <summary>
    /// The next batch of a range in the log from revision <paramref name="next"/> on, which moves beyond it. False: the log, as it was at the
    /// beginning of the call, has no more.
    /// </summary>
    public bool ReadLog(KeyRange range, ref long next, out WatchBatch batch)
    {
        (EventLog.View log, long newest) = LogFrom(next);
        var share = new List<StoreEvent>();
        for (long position = log.Find(next); position < log.End; position++)
        {
            StoreEvent change = log[position];
            if (share.Count > 0 && change.Revision != share[0].Revision)
                break;
            if (range.Contains(change.Key))
                share.Add(change);
        }
        next = share.Count > 0 ? share[0].Revision + 1 : Math.Max(next, newest + 1);
        batch = share.Count > 0 ? new(share[0].Revision, share) : default;
        return share.Count > 0;
    }

    /// <summary>Makes a watch live if it has seen everything before <paramref name="next"/> and that is everything.</summary>
    public void TryGoLive(LocalWatch watch, long next)
    {
        lock (_gate)
        {
            if (_stopped is not null)
                watch.End(_stopped);
            else if (next > Revision)
                GoLive(watch);
        }
    }

    public void Close(LocalWatch watch)
    {
        lock (_gate)
        {
            _hub.Remove(watch);
            watch.End(new StoreStoppedException($"the watch of {watch.Range} was closed"));
        }
    }

    /// <summary>Tells progress to the watches that want it.</summary>
    public void TellProgress()
    {
        lock (_gate)
            _hub.RequestProgress();
    }

    /// <summary>Keeps the state from moving until disposed.</summary>
    public Lock.Scope Hold() => _gate.EnterScope();

    private void GoLive(LocalWatch watch)
    {
        watch.GoLive();
        _hub.Add(watch);
    }

    private (EventLog.View Log, long Revision) LogFrom(long revision)
    {
        lock (_gate)
        {
            if (revision <= _compactRevision)
                throw new CompactedException(revision, _compactRevision);
            return (_log.Now, Revision);
        }
    }
}
