using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Workloads;

/// <summary>The conditions of a Deployment, with the times at which they last changed.</summary>
public sealed class ConditionList
{
    private readonly List<JsonObject> conditions;
    private readonly string now;

    private ConditionList(List<JsonObject> conditions, string now)
    {
        this.conditions = conditions;
        this.now = now;
    }

    /// <summary>A copy of what an object says.</summary>
    public static ConditionList Of(JsonObject document, string now) =>
        new([.. document.Child("status")?.Children("conditions").Select(one => one.DeepClone().AsObject()) ?? []], now);

    public JsonObject? Find(string type) => conditions.Find(one => one.Text("type") == type);

    public void Remove(string type) => conditions.RemoveAll(one => one.Text("type") == type);

    /// <summary>Says something; what is said already, for the same reason, stays as it is. Null is "Unknown".</summary>
    public void Set(string type, bool? holds, string reason, string message)
    {
        if (Find(type) is { } known && known.Text("status") == State(holds) && known.Text("reason") == reason) return;
        Renew(type, holds, reason, message);
    }

    /// <summary>Says something anew: the time of the last update is now.</summary>
    public void Renew(string type, bool? holds, string reason, string message)
    {
        var known = Find(type);
        var since = known?.Text("status") == State(holds) ? known.Text("lastTransitionTime") ?? now : now;
        Remove(type);
        conditions.Add(new JsonObject
        {
            ["type"] = type,
            ["status"] = State(holds),
            ["lastUpdateTime"] = now,
            ["lastTransitionTime"] = since,
            ["reason"] = reason,
            ["message"] = message,
        });
    }

    public JsonArray ToArray() => new([.. conditions.Select(one => one.DeepClone())]);

    private static string State(bool? holds) => holds switch
    {
        true => "True",
        false => "False",
        null => "Unknown",
    };
}
