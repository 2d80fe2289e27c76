using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers;

/// <summary>What controllers ask about pods.</summary>
public static class Pods
{
    /// <summary>Neither ended nor being deleted.</summary>
    public static bool IsActive(JsonObject pod) => !pod.IsTerminating() && pod.Child("status")?.Text("phase") is not ("Succeeded" or "Failed");

    public static bool IsReady(JsonObject pod) => Condition(pod, "Ready")?.Text("status") == "True";

    public static DateTimeOffset? ReadySince(JsonObject pod) => Condition(pod, "Ready")?.Time("lastTransitionTime");

    public static JsonObject? Condition(JsonObject pod, string type) => pod.Child("status")?.Children("conditions").FirstOrDefault(one => one.Text("type") == type);
}
