using Scheduler.Core.Cache;
using Scheduler.Core.Framework;

namespace Scheduler.Plugins.NodeAffinity;

/// <content>The demands.</content>
public sealed partial class NodeAffinity
{
    private const ulong OutsideAdded = 1;
    private const ulong OutsidePods = 2;

    private static readonly string[] AddedReasons = ["node(s) didn't match scheduler-enforced node affinity"];
    private static readonly string[] PodReasons = ["node(s) didn't match Pod's node affinity/selector"];
    private static readonly Status Conflict = Status.Unresolvable("pod affinity terms conflict");

    /// <inheritdoc/>
    public PreFilterResult PreFilter(PodInfo pod)
    {
        RequiredNodeAffinity own = pod.Spec.NodeAffinity;
        if (!own.IsWritten && !addedRequired.IsWritten) return PreFilterResult.Skip;
        string[]? names = own.Required?.NodeNames;
        return names is { Length: 0 } ? Conflict : new PreFilterResult(Status.Success, names);
    }

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeView node)
    {
        if (!addedRequired.Matches(node)) return Verdict.Unresolvable(OutsideAdded);
        return pod.Spec.NodeAffinity.Matches(node) ? Verdict.Pass : Verdict.Unresolvable(OutsidePods);
    }

    /// <inheritdoc/>
    public string[] Describe(PodInfo pod, ulong detail) => detail == OutsideAdded ? AddedReasons : PodReasons;
}
