namespace Scheduler.Tests.Host.Store;

/// <summary>The checker itself: it must accept what is possible and refuse what is not.</summary>
public sealed class LinearizabilityTests
{
    [Fact]
    public void Overlapping_operations_may_take_effect_in_either_order() =>
        Assert.Null(Linearizability.Explain([Write(1, 10, 2, "a"), Read(2, 3, 0, ""), Read(4, 5, 2, "a"), Write(6, 9, 3, "b")]));

    [Fact]
    public void A_read_that_forgets_a_finished_write_is_refused() =>
        Assert.Equal("[3, 4] read", Linearizability.Explain([Write(1, 2, 2, "a"), Read(3, 4, 0, "")]));

    [Fact]
    public void Reads_that_go_back_are_refused() =>
        Assert.NotNull(Linearizability.Explain([Write(1, 2, 2, "a"), Write(3, 10, 3, "b"), Read(4, 5, 3, "b"), Read(6, 7, 2, "a")]));

    [Fact]
    public void A_read_of_what_nobody_wrote_is_refused() =>
        Assert.NotNull(Linearizability.Explain([Write(1, 2, 2, "a"), Read(1, 4, 2, "b")]));

    private static Operation Read(long called, long returned, long revision, string value) =>
        new("read", called, returned, state => state == new Register(revision, value) ? state : null);

    private static Operation Write(long called, long returned, long revision, string value) =>
        new("write", called, returned, _ => new Register(revision, value));
}
