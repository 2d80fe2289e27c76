using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Nodes;

/// <summary>What a pod puts up with, and for how long.</summary>
public static class Toleration
{
    /// <summary>How long a pod may stay under these taints; null: for ever. Zero: not at all.</summary>
    public static TimeSpan? Of(JsonObject pod, IEnumerable<JsonObject> taints)
    {
        var tolerations = pod.Child("spec")?.Children("tolerations").ToList() ?? [];
        long? least = null;
        foreach (var taint in taints)
        {
            if (tolerations.Find(toleration => Tolerates(toleration, taint)) is not { } found) return TimeSpan.Zero;
            if (found.Number("tolerationSeconds") is { } seconds) least = Math.Min(least ?? long.MaxValue, Math.Max(0, seconds));
        }
        return least is { } known ? TimeSpan.FromSeconds(known) : null;
    }

    private static bool Tolerates(JsonObject toleration, JsonObject taint)
    {
        if (toleration.Text("effect") is { Length: > 0 } effect && effect != taint.Text("effect")) return false;
        if (toleration.Text("key") is { Length: > 0 } key && key != taint.Text("key")) return false;
        return toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? "") == (taint.Text("value") ?? "");
    }
}
