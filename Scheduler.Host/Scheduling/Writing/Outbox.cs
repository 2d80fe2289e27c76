namespace Scheduler.Host.Scheduling.Writing;

/// <summary>
/// What is written when nothing more urgent is: one item per key, so many at the most, so many at one time. What comes for a key that waits is merged
/// into it; what comes beyond the bound pushes out the oldest. Any thread puts.
/// </summary>
internal sealed class Outbox<TKey, T>(OutboxOptions<T> options, TimeProvider clock)
    where TKey : notnull
    where T : class
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<TKey, T> waiting = [];
    private readonly Dictionary<TKey, TaskCompletionSource> underWay = [];
    private readonly SemaphoreSlim signal = new(0);
    private Queue<TKey> order = new();

    /// <summary>Items that are neither written nor dropped.</summary>
    public int Count
    {
        get
        {
            lock (gate) return waiting.Count + underWay.Count;
        }
    }

    /// <summary>Items that were pushed out.</summary>
    public long DroppedCount { get; private set; }

    public void Put(TKey key, T item)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(key, out T? before))
            {
                waiting[key] = options.Merge(before, item);
                return;
            }

            if (waiting.Count >= options.WaitingMax) DropOldest_NeedsLock();
            waiting.Add(key, item);
            order.Enqueue(key);
            if (order.Count > (2 * waiting.Count) + 1024) order = new(order.Where(waiting.ContainsKey).Distinct());
        }

        signal.Release();
    }

    /// <summary>What waits for the key is not written any more; completes when nothing of it is under way either.</summary>
    public Task Withdraw(TKey key)
    {
        lock (gate)
        {
            waiting.Remove(key);
            return underWay.TryGetValue(key, out TaskCompletionSource? writing) ? writing.Task : Task.CompletedTask;
        }
    }

    /// <summary>Writes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(0, options.WritersMax).Select(_ => Task.Run(() => Work(cancellation), CancellationToken.None)));

    private async Task Work(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await signal.WaitAsync(cancellation).ConfigureAwait(false);
                await options.Yield(cancellation).ConfigureAwait(false);
                if (Take() is not { } next) continue;
                bool isDone = false;
                try
                {
                    isDone = await options.Write(next.Item, cancellation).ConfigureAwait(false);
                }
                finally
                {
                    End(next.Key, isDone ? null : next.Item);
                }

                if (!isDone) await Task.Delay(PauseAfterFailure, clock, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private (TKey Key, T Item)? Take()
    {
        lock (gate)
        {
            for (int left = order.Count; left > 0; left--)
            {
                TKey key = order.Dequeue();
                if (!waiting.TryGetValue(key, out T? item)) continue;
                if (underWay.ContainsKey(key))
                {
                    // Two writes of one key would race; this one is looked at again when the other has ended.
                    order.Enqueue(key);
                    continue;
                }

                waiting.Remove(key);
                underWay.Add(key, new(TaskCreationOptions.RunContinuationsAsynchronously));
                return (key, item);
            }

            return null;
        }
    }

    private void End(TKey key, T? again)
    {
        TaskCompletionSource ended;
        bool more;
        lock (gate)
        {
            underWay.Remove(key, out ended!);
            if (again is not null && !waiting.ContainsKey(key) && waiting.Count < options.WaitingMax)
            {
                waiting.Add(key, again);
                order.Enqueue(key);
            }

            more = waiting.ContainsKey(key);
        }

        ended.SetResult();
        if (more) signal.Release();
    }

    private void DropOldest_NeedsLock()
    {
        while (order.TryDequeue(out TKey? oldest))
        {
            if (!waiting.Remove(oldest)) continue;
            DroppedCount++;
            return;
        }
    }
}

/// <summary>How an <see cref="Outbox{TKey, T}"/> works.</summary>
internal sealed record OutboxOptions<T>
{
    public required int WaitingMax { get; init; }

    public required int WritersMax { get; init; }

    /// <summary>Of two items for one key, the older first, what is to be written.</summary>
    public required Func<T, T, T> Merge { get; init; }

    /// <summary>False: to be tried again later.</summary>
    public required Func<T, CancellationToken, Task<bool>> Write { get; init; }

    /// <summary>Awaited before each item: gives way to what is more urgent.</summary>
    public Func<CancellationToken, Task> Yield { get; init; } = _ => Task.CompletedTask;
}
