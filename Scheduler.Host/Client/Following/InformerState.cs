namespace Scheduler.Host.Client.Following;

/// <summary>What an informer does.</summary>
internal enum InformerState
{
    /// <summary>Learns what is there.</summary>
    Listing,

    /// <summary>Learns what changes.</summary>
    Watching,

    /// <summary>Pauses, and then lists.</summary>
    WaitingToList,

    /// <summary>Pauses, and then watches from the last version seen.</summary>
    WaitingToWatch,
}

/// <summary>How a step of an informer ended.</summary>
internal enum StepOutcome
{
    /// <summary>As it should: all was listed, the watch came to its end, the pause is over.</summary>
    Done,

    /// <summary>The server does not remember the version that was asked for.</summary>
    Expired,

    /// <summary>Events came that cannot have been in order: one may be missing.</summary>
    Disordered,

    /// <summary>Cut off, silent, broken text, too many requests, the server's own trouble.</summary>
    Failed,

    /// <summary>The server will not have the request as it is.</summary>
    Refused,
}

internal static class InformerStates
{
    /// <summary>
    /// The whole machine.
    /// <code>
    ///            ┌──────────── Expired, Disordered ─────────────┐
    ///            ▼                                              │
    /// ──────▶ Listing ──────────────Done──────────────▶ Watching ◀─┐ Done
    ///         ▲  │ any error                   Refused │   │ ▲  └──┘
    ///    Done │  ▼                       ┌─────────────┘   │ │ Done
    ///      WaitingToList ◀───────────────┘          Failed ▼ │
    ///                                              WaitingToWatch
    /// </code>
    /// </summary>
    public static InformerState Next(InformerState state, StepOutcome outcome) => (state, outcome) switch
    {
        (InformerState.Listing, StepOutcome.Done) => InformerState.Watching,
        (InformerState.Listing, _) => InformerState.WaitingToList,
        (InformerState.Watching, StepOutcome.Done) => InformerState.Watching,
        (InformerState.Watching, StepOutcome.Expired or StepOutcome.Disordered) => InformerState.Listing,
        (InformerState.Watching, StepOutcome.Failed) => InformerState.WaitingToWatch,
        (InformerState.Watching, _) => InformerState.WaitingToList,
        (InformerState.WaitingToList, _) => InformerState.Listing,
        _ => InformerState.Watching,
    };
}
