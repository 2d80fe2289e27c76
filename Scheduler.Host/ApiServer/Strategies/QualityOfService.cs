using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;

namespace Scheduler.Host.ApiServer.Strategies;

/// <summary>The class of a pod that decides who is evicted first under pressure, from its requests and limits of cpu and memory.</summary>
public static class QualityOfService
{
    private static readonly string[] Counted = ["cpu", "memory"];

    public static string Of(JsonObject spec)
    {
        var any = false;
        var guaranteed = true;
        if (spec.Child("resources") is { } whole && (whole.Child("requests") is { Count: > 0 } || whole.Child("limits") is { Count: > 0 }))
        {
            Look(whole);
        }
        else
        {
            foreach (var container in spec.Children("initContainers").Concat(spec.Children("containers")))
                Look(container.Child("resources") ?? []);
        }

        if (!any) return "BestEffort";
        return guaranteed ? "Guaranteed" : "Burstable";

        void Look(JsonObject resources)
        {
            var requests = resources.Child("requests");
            var limits = resources.Child("limits");
            foreach (var name in Counted)
            {
                var request = Amount(requests, name);
                var limit = Amount(limits, name);
                any |= request is not null || limit is not null;
                guaranteed &= limit is not null && (request is null || request == limit);
            }
        }
    }

    /// <summary>Quantities are canonical in stored documents, so equal amounts are equal texts; zero counts as nothing.</summary>
    private static string? Amount(JsonObject? resources, string name) =>
        resources?.Text(name) is { } text && text != "0" ? text : null;
}
