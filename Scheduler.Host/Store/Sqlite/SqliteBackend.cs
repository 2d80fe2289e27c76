using Microsoft.Data.Sqlite;
using Scheduler.Host.Store.Local;

namespace Scheduler.Host.Store.Sqlite;

/// <summary>One thread takes all writes that wait, plans them, makes them durable together, publishes them, answers them.</summary>
internal sealed class SqliteBackend : LocalStore
{
    /// <summary>So many writes share a sync at most: it bounds how long the first of them waits.</summary>
    private const int WritesPerGroup = 1000;

    /// <summary>So many events are compacted with a group at most, so that compaction never holds writes up for long.</summary>
    private const int EventsPerCompactionStep = 500;

    private readonly Journal _journal;
    private readonly Thread _writer;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Guards the fields below; pulsed when there is work.</summary>
    private readonly object _work = new();
    private readonly Queue<Request> _requests = new();
    private readonly PriorityQueue<TaskCompletionSource<long>, long> _compactions = new();
    private long _compactionGoal;
    private bool _closing;

    private SqliteBackend(Journal journal, StoreState state, StoreOptions options, TimeProvider time)
        : base(state, options, time)
    {
        _journal = journal;
        _writer = new(Run) { IsBackground = true, Name = "store writer" };
    }

    public static SqliteBackend Open(string folder, TimeProvider time, StoreOptions options)
    {
        Journal journal = Journal.Open(folder, options, time.GetUtcNow().UtcTicks);
        try
        {
            var store = new SqliteBackend(journal, journal.Load(), options, time);
            store._writer.Start();
            store.StartUpkeep();
            return store;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Ends in order: what was asked before is written and answered.</summary>
    public override async ValueTask DisposeAsync()
    {
        lock (_work)
        {
            _closing = true;
            Monitor.Pulse(_work);
        }
        await _closed.Task.ConfigureAwait(false);
    }

    protected override ValueTask<T> Submit<T>(Func<StoreDraft, T> plan, CancellationToken cancellation)
    {
        var request = new Request<T>(plan);
        lock (_work)
        {
            CheckOpen(cancellation);
            _requests.Enqueue(request);
            Monitor.Pulse(_work);
        }
        return new(cancellation.CanBeCanceled ? request.Answer.WaitAsync(cancellation) : request.Answer);
    }

    protected override ValueTask<long> CompactThrough(long revision, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_work)
        {
            CheckOpen(cancellation);
            _compactions.Enqueue(done, revision);
            _compactionGoal = Math.Max(_compactionGoal, revision);
            Monitor.Pulse(_work);
        }
        return new(done.Task.WaitAsync(cancellation));
    }

    private void CheckOpen(CancellationToken cancellation)
    {
        Check(cancellation);
        if (_closing)
            throw new StoreStoppedException("the store is closing");
    }

    private void Run()
    {
        var group = new List<Request>();
        StoreStoppedException? failure = null;
        try
        {
            while (TakeWork(group))
            {
                Process(group);
                group.Clear();
            }
        }
        catch (Exception cause)
        {
            failure = new("the store had to stop: " + Describe(cause) + " What was acknowledged is on disk.", cause);
        }
        Close(group, failure);
    }

    /// <summary>Waits for work and takes what has gathered. False: the store closes, and all is done.</summary>
    private bool TakeWork(List<Request> group)
    {
        lock (_work)
        {
            while (_requests.Count == 0 && _compactions.Count == 0)
            {
                if (_closing)
                    return false;
                Monitor.Wait(_work);
            }
            while (group.Count < WritesPerGroup && _requests.TryDequeue(out Request? request))
                group.Add(request);
            return true;
        }
    }

    private void Process(List<Request> group)
    {
        StoreDraft draft = State.Draft(NowMs);
        foreach (Request request in group)
            request.Plan(draft);
        (IReadOnlyList<StoreEvent> compaction, long compactRevision) = NextCompaction();
        if (draft.Events.Count > 0 || compactRevision != 0)
            _journal.Write(draft.Events, compaction, compactRevision);
        State.Publish(draft);
        if (compactRevision != 0)
            State.Compact(compactRevision);
        Options.AtMoment?.Invoke(CommitMoment.Published);
        foreach (Request request in group)
            request.Complete();
        CompleteCompactions();
    }

    /// <summary>The next events to compact, whole revisions of them, and the compact revision after that; 0 if there is nothing to do.</summary>
    private (IReadOnlyList<StoreEvent> Events, long CompactRevision) NextCompaction()
    {
        long goal;
        lock (_work)
            goal = _compactionGoal;
        if (goal <= State.CompactRevision)
            return ([], 0);
        (EventLog.View log, long end) = State.UpTo(goal);
        var step = new List<StoreEvent>();
        for (long position = log.First; position < end; position++)
        {
            StoreEvent change = log[position];
            if (step.Count >= EventsPerCompactionStep && change.Revision != step[^1].Revision)
                return (step, step[^1].Revision);
            step.Add(change);
        }
        return (step, goal);
    }

    private void CompleteCompactions()
    {
        lock (_work)
        {
            while (_compactions.TryPeek(out TaskCompletionSource<long>? done, out long revision) && revision <= State.CompactRevision)
            {
                _compactions.Dequeue();
                done.SetResult(State.CompactRevision);
            }
        }
    }

    private void Close(List<Request> unanswered, StoreStoppedException? failure)
    {
        Stop(failure);
        StoreStoppedException reason = failure ?? new("the store is closed");
        lock (_work)
        {
            _closing = true;
            foreach (Request request in unanswered.Concat(_requests))
                request.Fail(reason);
            _requests.Clear();
            while (_compactions.TryDequeue(out TaskCompletionSource<long>? done, out _))
                done.TrySetException(reason);
        }
        try
        {
            _journal.Dispose();
            _closed.SetResult();
        }
        catch (Exception cause) when (failure is null)
        {
            _closed.SetException(cause);
        }
        catch (Exception)
        {
            // The failure that stopped the store was told; that closing a failed disk fails too tells nothing new.
            _closed.SetResult();
        }
    }

    private static string Describe(Exception cause)
    {
        const int Full = 13;
        return cause is SqliteException { SqliteErrorCode: Full }
            ? "the disk, or the size the store may have, is full."
            : cause.Message.TrimEnd('.') + ".";
    }

    /// <summary>A write that waits for its turn.</summary>
    private abstract class Request
    {
        public abstract void Plan(StoreDraft draft);

        public abstract void Complete();

        public abstract void Fail(StoreStoppedException reason);
    }

    private sealed class Request<T>(Func<StoreDraft, T> plan) : Request
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Answer => _answer.Task;

        public override void Plan(StoreDraft draft) => _result = plan(draft);

        public override void Complete() => _answer.SetResult(_result);

        public override void Fail(StoreStoppedException reason) => _answer.TrySetException(reason);
    }
}
