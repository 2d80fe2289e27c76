using Scheduler.Core.Cycle;

namespace Scheduler.Host.Scheduling;

/// <summary>A decision as it is kept: lists of the length that they have, shared with an equal one, and of victims no more than their names.</summary>
internal sealed class KeptDecision
{
    private KeptDecision(Decision decision, DateTimeOffset time, long revision, KeptDecision? like)
    {
        Kind = decision.Kind;
        Node = decision.Node;
        NodeCount = decision.NodeCount;
        FeasibleCount = decision.FeasibleCount;
        Score = decision.Score;
        Time = time;
        Revision = revision;
        Groups = Shared(decision.Groups, like?.Groups, Same);
        TopNodes = Shared(decision.TopNodes, like?.TopNodes, static (x, y) => x == y);
        UnschedulablePlugins = Shared(decision.UnschedulablePlugins, like?.UnschedulablePlugins, static (x, y) => x == y);
        if (Kind != DecisionKind.Placed) Message = decision.Message is var message && message == like?.Message ? like.Message : message;
        if (decision.PostFilter?.Result is not { NominatedNode: { Length: > 0 } node } result) return;
        NominatedNode = node;
        Victims = [.. result.Victims.Select(victim => victim.Key)];
    }

    public DecisionKind Kind { get; }

    public string Node { get; }

    public int NodeCount { get; }

    public int FeasibleCount { get; }

    public long Score { get; }

    public DateTimeOffset Time { get; }

    /// <summary>What it was decided on.</summary>
    public long Revision { get; }

    public RejectionGroup[] Groups { get; }

    public NodeScore[] TopNodes { get; }

    public string[] UnschedulablePlugins { get; }

    /// <summary>Empty for a placed pod.</summary>
    public string Message { get; } = "";

    /// <summary>The node that preemption chose, or null.</summary>
    public string? NominatedNode { get; }

    public string[] Victims { get; } = [];

    /// <param name="decision">Stays the engine's.</param>
    /// <param name="time">When it was made.</param>
    /// <param name="revision">What it was made on.</param>
    /// <param name="like">The one before: equal pods get equal answers.</param>
    public static KeptDecision Of(Decision decision, DateTimeOffset time, long revision, KeptDecision? like) => new(decision, time, revision, like);

    private static bool Same(RejectionGroup x, RejectionGroup y) =>
        x.Plugin == y.Plugin && x.Code == y.Code && x.Count == y.Count && x.Reasons.AsSpan().SequenceEqual(y.Reasons);

    private static T[] Shared<T>(IReadOnlyList<T> list, T[]? like, Func<T, T, bool> same)
    {
        if (list.Count == 0) return [];
        if (like is null || like.Length != list.Count) return [.. list];
        for (int i = 0; i < like.Length; i++)
            if (!same(like[i], list[i])) return [.. list];
        return like;
    }
}
