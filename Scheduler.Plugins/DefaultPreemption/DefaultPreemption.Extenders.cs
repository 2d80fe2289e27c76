using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.DefaultPreemption;

/// <content>Lets extenders strike out candidates and victims before one is chosen (docs/semantics.md 6).</content>
public sealed partial class DefaultPreemption
{
    /// <summary>Makes the best candidate one that the extenders agree to; null, or why there is none. A nomination stays as it was then.</summary>
    private Status? AskExtenders(PodInfo pod, IFilterOutcome outcome)
    {
        if (outcome.Extenders.Preempt(pod, outcome.Nodes, forExtenders) is { } failure) return Status.Error(Prefix + failure);
        if (forExtenders.Count == 0) return Status.Unschedulable(Prefix + "no candidate node for preemption");
        found = false;
        foreach (PreemptionCandidate confirmed in forExtenders)
        {
            Candidate candidate = Candidate.From(confirmed);
            if (found && !candidate.IsBetterThan(best)) continue;
            best = candidate;
            found = true;
        }

        return null;
    }
}
