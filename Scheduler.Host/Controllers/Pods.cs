using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers;

/// <summary>What controllers ask about pods.</summary>
public static class Pods
{
    /// <summary>Neither ended nor being deleted.</summary>
    public static bool IsActive(JsonObject pod) => !pod.IsTerminating() && !HasEnded(pod);

    public static bool HasEnded(JsonObject pod) => Phase(pod) is "Succeeded" or "Failed";

    public static string Phase(JsonObject pod) => pod.Child("status")?.Text("phase") ?? "";

    /// <summary>The node it is bound to; empty: none yet.</summary>
    public static string NodeOf(JsonObject pod) => pod.Child("spec")?.Text("nodeName") ?? "";

    public static bool IsReady(JsonObject pod) => Condition(pod, "Ready")?.Text("status") == "True";

    public static DateTimeOffset? ReadySince(JsonObject pod) => Condition(pod, "Ready")?.Time("lastTransitionTime");

    public static JsonObject? Condition(JsonObject pod, string type) => pod.Child("status")?.Children("conditions").FirstOrDefault(one => one.Text("type") == type);
}
