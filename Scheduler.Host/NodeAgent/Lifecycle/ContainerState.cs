using System.Text.Json.Nodes;

namespace Scheduler.Host.NodeAgent.Lifecycle;

/// <summary>What a container is for.</summary>
internal enum ContainerRole
{
    /// <summary>Runs to its end before the next one starts.</summary>
    Init,

    /// <summary>An init container that goes on running beside the others.</summary>
    Sidecar,

    Main,

    /// <summary>Added to a running pod, for debugging.</summary>
    Ephemeral,
}

/// <summary>How a run of a container ended.</summary>
internal sealed record Ending(int ExitCode, string Reason, string Message, DateTimeOffset StartedAt, DateTimeOffset FinishedAt);

/// <summary>
/// A container of a pod.
/// <code>
/// waiting ──start──▶ running ──exit──▶ ended ──restart──▶ running
///                                        └─ from the second time on it waits in CrashLoopBackOff
/// </code>
/// Invariant: at most one of <see cref="RunningSince"/> and <see cref="End"/> is set.
/// </summary>
internal sealed class ContainerState
{
    public required string Name { get; init; }

    public required ContainerRole Role { get; init; }

    public string Image { get; init; } = "";

    /// <summary>What the spec says; null where nothing.</summary>
    public JsonObject? Resources { get; init; }

    public DateTimeOffset? RunningSince { get; set; }

    public Ending? End { get; set; }

    /// <summary>The end before the present run, or before the wait for the next.</summary>
    public Ending? LastEnd { get; set; }

    /// <summary>Ended, and waits for its next run.</summary>
    public bool BacksOff { get; set; }

    public bool Ready { get; set; }

    public int Restarts { get; set; }

    public bool Runs => RunningSince is not null;

    public bool NeverRan => !Runs && End is null && !BacksOff;

    /// <summary>How it ended, where it does not run now.</summary>
    public Ending? Ended => Runs ? null : End ?? (BacksOff ? LastEnd : null);

    public void Start(DateTimeOffset now)
    {
        if (Ended is { } before)
        {
            LastEnd = before;
            Restarts++;
        }
        End = null;
        BacksOff = false;
        RunningSince = now;
        Ready = Role is ContainerRole.Sidecar;
    }

    /// <param name="returns">It will be started again.</param>
    public void Exit(int code, string reason, string message, DateTimeOffset now, bool returns)
    {
        var ending = new Ending(code, reason, message, RunningSince ?? now, now);
        RunningSince = null;
        Ready = Role == ContainerRole.Init && code == 0;
        BacksOff = returns && Restarts > 0;
        if (BacksOff) LastEnd = ending;
        else End = ending;
    }
}
