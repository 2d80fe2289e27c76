using Scheduler.Core.Cycle;

namespace Scheduler.Bench.Replay;

/// <summary>How far a replay agrees with the dump.</summary>
/// <param name="Compared">Pods that the dump says something about.</param>
/// <param name="SameNode">Placed where they ran in the dump.</param>
/// <param name="SameMessage">Pending with exactly the message of the dump's condition.</param>
public readonly record struct AgreementSummary(int Compared, int SameNode, int SameMessage)
{
    public static AgreementSummary Of(ReplayResult result)
    {
        int compared = 0, sameNode = 0, sameMessage = 0;
        foreach (PodOutcome pod in result.Pods)
        {
            if (pod.NodeBefore is null && pod.MessageBefore is null) continue;
            compared++;
            if (pod.Kind == DecisionKind.Placed && pod.Node == pod.NodeBefore) sameNode++;
            if (pod.Kind != DecisionKind.Placed && pod.Message == pod.MessageBefore) sameMessage++;
        }

        return new(compared, sameNode, sameMessage);
    }
}
