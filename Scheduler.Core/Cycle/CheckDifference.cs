using Scheduler.Core.Cache;

namespace Scheduler.Core.Cycle;

/// <summary>A decision of the incremental engine that differs from the plain one.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="What">What differs first: the verdict, the feasible nodes, a score, the best nodes.</param>
/// <param name="Expected">What the plain way says.</param>
/// <param name="Got">What the incremental engine said.</param>
/// <param name="Explanation">Everything that the plain way says: with the cluster, enough to play it again.</param>
/// <param name="Cluster">The state in which both were decided; it has not moved yet.</param>
public sealed record CheckDifference(PodInfo Pod, string What, string Expected, string Got, Explanation Explanation, Cluster Cluster);
