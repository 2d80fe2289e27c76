using Scheduler.Host.Store.Local;

namespace Scheduler.Host.Store;

/// <summary>
/// A store that lives as long as its process. Every call completes before it returns, on the caller's thread: the same calls in the same
/// order give the same store, which tests and the simulator rely on.
/// </summary>
public static class MemoryStore
{
    public static IStore Open(TimeProvider time, StoreOptions? options = null) => new Backend(options ?? new(), time);

    private sealed class Backend : LocalStore
    {
        private readonly Lock _oneWriter = new();

        public Backend(StoreOptions options, TimeProvider time)
            : base(new StoreState(EntryMap.Empty, 1, 1, []), options, time) => StartUpkeep();

        public override ValueTask DisposeAsync()
        {
            Stop(null);
            return ValueTask.CompletedTask;
        }

        protected override ValueTask<T> Submit<T>(Func<StoreDraft, T> plan, CancellationToken cancellation)
        {
            lock (_oneWriter)
            {
                StoreDraft draft = State.Draft(NowMs);
                T result = plan(draft);
                State.Publish(draft);
                return new(result);
            }
        }

        protected override ValueTask<long> CompactThrough(long revision, CancellationToken cancellation)
        {
            State.Compact(revision);
            return new(State.CompactRevision);
        }
    }
}
