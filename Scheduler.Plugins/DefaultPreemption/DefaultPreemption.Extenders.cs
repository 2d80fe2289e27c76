using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <content>Lets extenders strike out candidates and victims before one is chosen (docs/semantics.md 6).</content>
public sealed partial class DefaultPreemption
{
    private void AskExtenders(PodInfo pod, IFilterOutcome outcome)
    {
        List<PreemptionCandidate> left = [.. allCandidates];
        error ??= outcome.Extenders.Preempt(pod, outcome.Nodes, left);
        found = false;
        if (error is not null) return;
        foreach (PreemptionCandidate confirmed in left)
        {
            Candidate candidate = Candidate.From(confirmed);
            if (found && !candidate.IsBetterThan(best)) continue;
            best = candidate;
            found = true;
        }
    }
}
