using System.Text.Json.Nodes;

namespace Scheduler.Host.ApiServer.Patching;

/// <summary>RFC 7386: members are merged, null removes, everything else replaces.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject current, JsonObject patch)
    {
        var merged = (JsonObject)current.DeepClone();
        Merge(merged, patch);
        return merged;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject members)
            {
                if (target[name] is not JsonObject inner)
                    target[name] = inner = [];
                Merge(inner, members);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
