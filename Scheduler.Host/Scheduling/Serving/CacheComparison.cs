using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;

namespace Scheduler.Host.Scheduling.Serving;

/// <summary>Compares what the scheduler believes with what the API server says: nodes, and on which node each pod is.</summary>
internal sealed class CacheComparison(IApiClient client, LiveScheduler scheduler)
{
    private const int ShownMax = 100;

    /// <summary>Differences that are on their way in the watches are among them: what stays from one comparison to the next is wrong.</summary>
    public async Task<JsonObject> CompareAsync(CancellationToken cancellation)
    {
        Dictionary<string, string> nodesThere = await ListAsync(Resources.Nodes, _ => "", cancellation).ConfigureAwait(false);
        Dictionary<string, string> podsThere = await ListAsync(Resources.Pods, NodeOf, cancellation).ConfigureAwait(false);
        (Dictionary<string, string> nodesHere, Dictionary<string, string> podsHere) = await scheduler.AskAsync(scheduler.WhatCounts, cancellation).ConfigureAwait(false);
        return new()
        {
            ["nodes"] = Difference(nodesHere, nodesThere),
            ["pods"] = Difference(podsHere, podsThere),
        };
    }

    /// <summary>Pods that have ended count nowhere.</summary>
    private static string? NodeOf(JsonObject pod) =>
        (pod.Child("status") ?? []).Text("phase") is "Succeeded" or "Failed" ? null : (pod.Child("spec") ?? []).Text("nodeName") is { Length: > 0 } node ? node : null;

    private async Task<Dictionary<string, string>> ListAsync(ApiResource resource, Func<JsonObject, string?> value, CancellationToken cancellation)
    {
        ApiAnswer answer = (await client.Get(resource.Path(), cancellation).ConfigureAwait(false)).OrThrow($"list {resource.Name}");
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (JsonObject item in answer.Document.Children("items"))
            if (value(item) is { } text) found[item.Key()] = text;
        return found;
    }

    private static JsonObject Difference(Dictionary<string, string> here, Dictionary<string, string> there)
    {
        string[] onlyHere = [.. here.Keys.Except(there.Keys).Order(StringComparer.Ordinal)];
        string[] onlyThere = [.. there.Keys.Except(here.Keys).Order(StringComparer.Ordinal)];
        string[] elsewhere = [.. here.Where(pair => there.TryGetValue(pair.Key, out string? node) && node != pair.Value).Select(pair => $"{pair.Key}: here {pair.Value}, there {there[pair.Key]}").Order(StringComparer.Ordinal)];
        return new()
        {
            ["here"] = here.Count,
            ["there"] = there.Count,
            ["onlyHere"] = Shown(onlyHere),
            ["onlyThere"] = Shown(onlyThere),
            ["elsewhere"] = Shown(elsewhere),
        };
    }

    private static JsonArray Shown(string[] names) => [.. names.Take(ShownMax).Select(name => (JsonNode)name)];
}
