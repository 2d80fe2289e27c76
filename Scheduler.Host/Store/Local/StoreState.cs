namespace Scheduler.Host.Store.Local;

/// <summary>
/// All that can be read, in memory: the newest entries, the history since the compact revision, the open watches. Shared by the backends that
/// live in this process; they differ in how a draft becomes durable before it is published.
/// </summary>
/// <remarks>
/// <para><c>CompactRevision &lt;= revision of every event in the log &lt;= Revision</c>; the entries are what the log leads to.</para>
/// <para>One publisher at a time: the backend sees to that. Reads of the newest revision take no lock. Lock order: this gate, then a
/// watch's own.</para>
/// </remarks>
internal sealed partial class StoreState
{
    private readonly Lock _gate = new();
    private readonly EventLog _log = new();
    private readonly Expiries _expiries = new();
    private readonly WatchHub _hub = new();
    private volatile Snapshot _current;
    private long _compactRevision;
    private StoreStoppedException? _stopped;

    /// <param name="now">The newest entries.</param>
    /// <param name="revision">The newest revision; a fresh store's is 1.</param>
    /// <param name="compactRevision">The oldest revision that can be read.</param>
    /// <param name="history">The events after that, in order.</param>
    public StoreState(EntryMap now, long revision, long compactRevision, IReadOnlyList<StoreEvent> history)
    {
        _current = new(now, revision);
        _compactRevision = compactRevision;
        foreach (StoreEvent change in history)
            _log.Append(change);
        for (EntryMap.Position at = now.Seek("/"), end = now.Seek("0"); at != end; at = now.Next(at))
            _expiries.Add(now.At(at));
    }

    public EntryMap Map => _current.Map;

    public long Revision => _current.Revision;

    public long CompactRevision => Volatile.Read(ref _compactRevision);

    public StoreDraft Draft(long nowMs) => new(_current.Map, _current.Revision, nowMs);

    /// <summary>Makes a draft of this state the state, and tells the watches.</summary>
    public void Publish(StoreDraft draft)
    {
        lock (_gate)
        {
            foreach (StoreEvent change in draft.Events)
            {
                _log.Append(change);
                _expiries.Replace(change.Previous, change.Entry);
            }
            _current = new(draft.Map, draft.Revision);
            _hub.Dispatch(draft.Events);
        }
    }

    /// <summary>Forgets the events up to and including a revision that exists.</summary>
    public void Compact(long revision)
    {
        lock (_gate)
        {
            if (revision <= _compactRevision)
                return;
            _log.DropThrough(revision);
            Volatile.Write(ref _compactRevision, revision);
        }
    }

    /// <summary>The entries due by now, at most as many as one commit takes.</summary>
    public IReadOnlyList<StoreEntry> Due(long nowMs)
    {
        lock (_gate)
            return _expiries.Due(nowMs, StoreWrite.MaxPerCommit);
    }

    /// <summary>The events up to and including a revision: what compacting it would forget.</summary>
    public (EventLog.View Log, long End) UpTo(long revision)
    {
        EventLog.View log = Log;
        return (log, log.Find(revision + 1));
    }

    /// <summary>Up to which revision history is too old or too large; the compact revision if it is neither.</summary>
    public long CompactionTarget(long nowMs, StoreOptions options)
    {
        long bytes;
        EventLog.View log;
        lock (_gate)
            (bytes, log) = (_log.Bytes, _log.Now);
        long target = CompactRevision;
        long oldestMs = nowMs - (long)options.HistoryAge.TotalMilliseconds;
        for (long position = log.First; position < log.End; position++)
        {
            StoreEvent change = log[position];
            if (bytes <= options.HistoryBytes && change.WrittenAtMs > oldestMs)
                break;
            bytes -= change.Bytes;
            target = change.Revision;
        }
        return target;
    }

    public StoreStatus Status()
    {
        lock (_gate)
            return new(Revision, CompactRevision, Map.Count, _log.Count, _log.Bytes);
    }

    /// <summary>Ends every watch, now and later, with a reason.</summary>
    public void Stop(StoreStoppedException reason)
    {
        lock (_gate)
        {
            _stopped ??= reason;
            _hub.EndAll(_stopped);
        }
    }

    private EventLog.View Log
    {
        get
        {
            lock (_gate)
                return _log.Now;
        }
    }

    private sealed record Snapshot(EntryMap Map, long Revision);
}
