using System.Diagnostics;

namespace Scheduler.Core.Cache;

/// <summary>The way back for what is written while a branch is open: one inverse step a write, taken in reverse.</summary>
/// <remarks>Closed most of the time; then nothing is remembered and a write costs one test of a field.</remarks>
internal sealed class UndoLog
{
    private readonly List<Action> steps = [];
    private int branches;
    private bool undoing;

    /// <summary>True where a write has to say how it is undone.</summary>
    public bool IsOpen => branches > 0 && !undoing;

    public void Add(Action step)
    {
        Debug.Assert(IsOpen, "a step is remembered while no branch is open");
        steps.Add(step);
    }

    /// <summary>Begins a branch; the answer is what <see cref="Close"/> takes.</summary>
    public int Open()
    {
        branches++;
        return steps.Count;
    }

    /// <summary>Takes back every step since <see cref="Open"/> gave this mark.</summary>
    public void Close(int mark)
    {
        Debug.Assert(branches > 0 && steps.Count >= mark, $"{steps.Count} steps, {branches} branches, mark {mark}: branches end in reverse order");
        undoing = true;
        for (int i = steps.Count - 1; i >= mark; i--) steps[i]();
        undoing = false;
        steps.RemoveRange(mark, steps.Count - mark);
        branches--;
    }
}
