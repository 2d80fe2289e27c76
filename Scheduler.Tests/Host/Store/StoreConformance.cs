using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

/// <summary>
/// What every backend must do. A backend's test class derives from this and says how to open it; each file of this class asks one question.
/// </summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private readonly List<IStore> _opened = [];

    internal ManualClock Clock { get; } = new();

    internal IStore Store { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Store = Open(new());
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        foreach (IStore store in _opened)
            await store.DisposeAsync();
    }

    /// <summary>Opens a fresh store of the backend.</summary>
    protected abstract IStore OpenBackend(StoreOptions options);

    internal IStore Open(StoreOptions options)
    {
        IStore store = OpenBackend(options);
        _opened.Add(store);
        return store;
    }
}
