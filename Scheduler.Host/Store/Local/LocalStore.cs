namespace Scheduler.Host.Store.Local;

/// <summary>
/// What the backends of this process share: checks, reads and watches over a <see cref="StoreState"/>, and its upkeep. A backend says how
/// a draft is agreed on and made durable.
/// </summary>
internal abstract class LocalStore : IStore
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private ITimer? _upkeep;
    private ITimer? _progress;

    /// <summary>Rounds of upkeep asked for since it was last idle.</summary>
    private int _upkeepWanted;
    private volatile StoreStoppedException? _reason;

    protected LocalStore(StoreState state, StoreOptions options, TimeProvider time)
    {
        State = state;
        Options = options;
        _time = time;
    }

    public Task Stopped => _stopped.Task;

    protected StoreState State { get; }

    protected StoreOptions Options { get; }

    protected long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask<StoreStatus> Status(CancellationToken cancellation = default)
    {
        Check(cancellation);
        return new(State.Status());
    }

    public ValueTask<GetResult> Get(string key, long revision = 0, CancellationToken cancellation = default)
    {
        Check(cancellation);
        KeyRange.CheckKey(key);
        ArgumentOutOfRangeException.ThrowIfNegative(revision);
        return new(State.Get(key, revision));
    }

    public ValueTask<ListResult> List(ListRequest request, CancellationToken cancellation = default)
    {
        Check(cancellation);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Revision);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Limit);
        return new(State.List(request));
    }

    public ValueTask<long> Count(string range, CancellationToken cancellation = default)
    {
        Check(cancellation);
        return new(State.Count(range));
    }

    public ValueTask<WriteResult> Put(
        string key, ReadOnlyMemory<byte> value, long expected, TimeSpan? timeToLive = null, CancellationToken cancellation = default) =>
        Write(StoreWrite.Put(key, value, expected, timeToLive), cancellation);

    public ValueTask<WriteResult> Delete(string key, long expected, CancellationToken cancellation = default) =>
        Write(StoreWrite.Delete(key, expected), cancellation);

    public ValueTask<CommitResult> Commit(IReadOnlyList<StoreWrite> writes, CancellationToken cancellation = default)
    {
        Check(cancellation);
        StoreWrite[] all = [.. writes];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(all.Length, StoreWrite.MaxPerCommit, nameof(writes));
        foreach (StoreWrite write in all)
            CheckWrite(write);
        if (all.DistinctBy(write => write.Key).Count() != all.Length)
            throw new ArgumentException("A commit writes each key once.", nameof(writes));
        return Submit(draft => draft.Commit(all), cancellation);
    }

    public ValueTask<IStoreWatch> Watch(WatchRequest request, CancellationToken cancellation = default)
    {
        Check(cancellation);
        return new(State.Open(request));
    }

    public ValueTask<long> Compact(long revision, CancellationToken cancellation = default)
    {
        Check(cancellation);
        if (revision > State.Revision)
            throw new FutureRevisionException(revision, State.Revision);
        return CompactThrough(revision, cancellation);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Lets <paramref name="plan"/> work on the draft at its turn, and answers when that is durable and published.</summary>
    protected abstract ValueTask<T> Submit<T>(Func<StoreDraft, T> plan, CancellationToken cancellation);

    /// <summary>Compacts up to a revision that exists.</summary>
    protected abstract ValueTask<long> CompactThrough(long revision, CancellationToken cancellation);

    /// <summary>Begins expiry, compaction and progress notifications; the backend calls it when it is ready for work.</summary>
    protected void StartUpkeep()
    {
        _upkeep = _time.CreateTimer(_ => _ = Upkeep(), null, Options.UpkeepInterval, Options.UpkeepInterval);
        _progress = _time.CreateTimer(_ => State.TellProgress(), null, Options.ProgressInterval, Options.ProgressInterval);
    }

    /// <summary>Ends all watches and refuses all later calls. Null: closed in order.</summary>
    protected void Stop(StoreStoppedException? failure)
    {
        StoreStoppedException reason = failure ?? new StoreStoppedException("the store is closed");
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
            return;
        _upkeep?.Dispose();
        _progress?.Dispose();
        State.Stop(reason);
        if (failure is null)
            _stopped.SetResult();
        else
            _stopped.SetException(failure);
    }

    protected void Check(CancellationToken cancellation)
    {
        if (_reason is { } reason)
            throw new StoreStoppedException(reason.Message, reason);
        cancellation.ThrowIfCancellationRequested();
    }

    private ValueTask<WriteResult> Write(StoreWrite write, CancellationToken cancellation)
    {
        Check(cancellation);
        CheckWrite(write);
        return Submit(draft => draft.Write(write), cancellation);
    }

    private void CheckWrite(in StoreWrite write)
    {
        KeyRange.CheckKey(write.Key);
        ArgumentOutOfRangeException.ThrowIfLessThan(write.Expected, Expect.Anything);
        if (write.TimeToLive is { } life)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero, nameof(write));
        if (write.Value is { } value && value.Length > Options.MaxValueBytes)
            throw new ValueTooLargeException(write.Key, value.Length, Options.MaxValueBytes);
    }

    /// <summary>Runs a round of upkeep; a call while one is at work asks for one more after it.</summary>
    private async Task Upkeep()
    {
        if (Interlocked.Increment(ref _upkeepWanted) > 1)
            return;
        try
        {
            int wanted;
            do
            {
                wanted = Volatile.Read(ref _upkeepWanted);
                await ExpireAndCompact().ConfigureAwait(false);
            }
            while (Interlocked.Add(ref _upkeepWanted, -wanted) > 0);
        }
        catch (StoreStoppedException)
        {
            // Stopped tells the reason; there is nothing left to keep up.
        }
        catch (Exception failure)
        {
            Stop(new StoreStoppedException($"upkeep failed: {failure.Message}", failure));
        }
    }

    /// <summary>Deletes what has expired, a commit at a time, then compacts what is too old or too much.</summary>
    private async Task ExpireAndCompact()
    {
        while (State.Due(NowMs) is { Count: > 0 } due)
            await Submit(draft => draft.Expire(due), CancellationToken.None).ConfigureAwait(false);
        long target = State.CompactionTarget(NowMs, Options);
        if (target > State.CompactRevision)
            await CompactThrough(target, CancellationToken.None).ConfigureAwait(false);
    }
}
