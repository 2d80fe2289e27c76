using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly TemporaryFolder _folder = new();
    private int _stores;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override IStore OpenBackend(StoreOptions options) => SqliteStore.Open(_folder[$"{++_stores}"], Clock, options);
}
