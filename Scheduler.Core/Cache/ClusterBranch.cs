namespace Scheduler.Core.Cache;

/// <summary>A copy of the cluster that shares everything with it that is not written: what is written until the end of the branch is taken back then.</summary>
/// <remarks>
/// Begins at the price of an object, and ends at the price of what was written. There is one state at a time: branches nest and end in reverse
/// order. Versions and change logs only ever grow, so who keeps what follows from columns is told of both ways. What plugins keep of pods they
/// reserved for is theirs: call <see cref="Cycle.SchedulingEngine.Unreserve"/> for these pods before the branch ends.
/// </remarks>
public sealed class ClusterBranch : IDisposable
{
    private readonly UndoLog undo;
    private readonly int mark;
    private bool ended;

    internal ClusterBranch(UndoLog undo)
    {
        this.undo = undo;
        mark = undo.Open();
    }

    /// <summary>Ends the branch: the cluster is as it was before it.</summary>
    public void Dispose()
    {
        if (ended) return;
        ended = true;
        undo.Close(mark);
    }
}
