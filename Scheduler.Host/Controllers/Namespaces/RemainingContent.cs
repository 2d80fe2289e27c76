using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.Controllers.Namespaces;

/// <summary>What a namespace that is being deleted still holds, in the conditions that <c>kubectl describe namespace</c> shows.</summary>
public sealed class RemainingContent
{
    private readonly SortedDictionary<string, int> resources = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> finalizers = new(StringComparer.Ordinal);

    public bool IsNone => resources.Count == 0;

    public void Add(ApiResource resource, IReadOnlyList<JsonObject> left)
    {
        if (left.Count == 0) return;
        resources[resource.Group.Length == 0 ? $"{resource.Name}." : resource.QualifiedName] = left.Count;
        foreach (var finalizer in left.SelectMany(item => item.Finalizers())) finalizers[finalizer] = finalizers.GetValueOrDefault(finalizer) + 1;
    }

    /// <summary>The conditions; those that say the same as before keep their time.</summary>
    public JsonArray Conditions(JsonObject ns, string now)
    {
        var before = ns.Child("status")?.Children("conditions").ToList() ?? [];
        return new JsonArray(
            Condition(before, now, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered"),
            Condition(before, now, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
            Condition(before, now, "NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
            resources.Count > 0
                ? Condition(before, now, "NamespaceContentRemaining", true, "SomeResourcesRemain", $"Some resources are remaining: {Join(resources, "has {0} resource instances")}")
                : Condition(before, now, "NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed"),
            finalizers.Count > 0
                ? Condition(before, now, "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {Join(finalizers, "in {0} resource instances")}")
                : Condition(before, now, "NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished"));
    }

    private static string Join(SortedDictionary<string, int> counts, string how) =>
        string.Join(", ", counts.Select(one => $"{one.Key} {string.Format(System.Globalization.CultureInfo.InvariantCulture, how, one.Value)}"));

    private static JsonNode Condition(List<JsonObject> before, string now, string type, bool holds, string reason, string message)
    {
        var state = holds ? "True" : "False";
        var known = before.Find(one => one.Text("type") == type);
        var since = known?.Text("status") == state ? known.Text("lastTransitionTime") ?? now : now;
        return new JsonObject { ["type"] = type, ["status"] = state, ["lastTransitionTime"] = since, ["reason"] = reason, ["message"] = message };
    }
}
