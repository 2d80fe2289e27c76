using Scheduler.Host.Store;

namespace Scheduler.Tests.Host.Store;

public sealed class MemoryStoreTests : StoreConformance
{
    protected override IStore OpenBackend(StoreOptions options) => MemoryStore.Open(Clock, options);

    [Fact]
    public void Every_call_completes_before_it_returns()
    {
        Assert.True(Store.Put("/a", StoreExtensions.Bytes("1"), Expect.Absent).IsCompletedSuccessfully);
        Assert.True(Store.Compact(2).IsCompletedSuccessfully);
        Assert.True(Store.Delete("/a", 2).IsCompletedSuccessfully);
    }
}
