using System.Globalization;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Workloads;

/// <summary>
/// Which pods go first when there are too many: those that have come least far, those that cost least, those with the most company on their node, those
/// that have been ready for the shortest time, those that restarted most, the youngest. Times count by their order of magnitude, so that a crowd of
/// pods of about the same age goes in an order that nobody can rely on: here by uid.
/// </summary>
public sealed class DeletionOrder : IComparer<JsonObject>
{
    private const string Cost = "controller.kubernetes.io/pod-deletion-cost";

    private readonly Dictionary<string, int> company;
    private readonly DateTimeOffset now;

    /// <param name="related">The active pods of all sets of the same owner: they are each other's company.</param>
    /// <param name="now">From when times count back.</param>
    public DeletionOrder(IEnumerable<JsonObject> related, DateTimeOffset now)
    {
        this.now = now;
        company = related.Select(Pods.NodeOf).Where(node => node.Length > 0).GroupBy(node => node, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }

    public int Compare(JsonObject? x, JsonObject? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var order = IsBound(x).CompareTo(IsBound(y));
        if (order == 0) order = PhaseRank(x).CompareTo(PhaseRank(y));
        if (order == 0) order = Pods.IsReady(x).CompareTo(Pods.IsReady(y));
        if (order == 0) order = CostOf(x).CompareTo(CostOf(y));
        if (order == 0) order = company.GetValueOrDefault(Pods.NodeOf(y)).CompareTo(company.GetValueOrDefault(Pods.NodeOf(x)));
        if (order == 0 && Pods.IsReady(x)) order = Magnitude(Pods.ReadySince(x)).CompareTo(Magnitude(Pods.ReadySince(y)));
        if (order == 0) order = Restarts(y).CompareTo(Restarts(x));
        if (order == 0) order = Magnitude(x.Metadata().Time("creationTimestamp")).CompareTo(Magnitude(y.Metadata().Time("creationTimestamp")));
        return order != 0 ? order : string.CompareOrdinal(x.Uid(), y.Uid());
    }

    private static bool IsBound(JsonObject pod) => Pods.NodeOf(pod).Length > 0;

    private static int PhaseRank(JsonObject pod) => Pods.Phase(pod) switch
    {
        "Running" => 2,
        "Unknown" => 1,
        _ => 0,
    };

    private static int CostOf(JsonObject pod) =>
        int.TryParse(pod.Metadata().Child("annotations")?.Text(Cost), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    private static long Restarts(JsonObject pod) => pod.Child("status")?.Children("containerStatuses").Select(one => one.Number("restartCount") ?? 0).DefaultIfEmpty(0).Max() ?? 0;

    /// <summary>The binary logarithm of an age in seconds; an unknown age is the greatest.</summary>
    private int Magnitude(DateTimeOffset? time) => time is { } since ? (int)Math.Log2(Math.Max(1, (now - since).TotalSeconds)) : int.MaxValue;
}
