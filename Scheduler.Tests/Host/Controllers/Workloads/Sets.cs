using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.Client;
using Scheduler.Tests.Host.ApiServer;

namespace Scheduler.Tests.Host.Controllers.Workloads;

/// <summary>Deployments and ReplicaSets for scenarios, and what there is of them, as text.</summary>
internal static class Sets
{
    public static Task<JsonObject> CreateSet(this ControllerHarness cluster, string name, int replicas, string? more = null) =>
        cluster.Server.Create(Resources.ReplicaSets.Path("default"), Document("ReplicaSet", name, replicas, more));

    /// <param name="cluster">Where.</param>
    /// <param name="name">Its name; its pods have the label <c>app=NAME</c> and the image <c>v1</c>.</param>
    /// <param name="replicas">How many pods.</param>
    /// <param name="more">Further fields of its spec, as JSON.</param>
    public static Task<JsonObject> CreateDeployment(this ControllerHarness cluster, string name, int replicas, string? more = null) =>
        cluster.Server.Create(Resources.Deployments.Path("default"), Document("Deployment", name, replicas, more));

    public static Task<JsonObject> SetImage(this ControllerHarness cluster, string name, string image) =>
        cluster.Change(Resources.Deployments, name, $$$"""{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"{{{image}}}"}] } } } }""");

    public static Task<JsonObject> Scale(this ControllerHarness cluster, string name, int replicas) =>
        cluster.Change(Resources.Deployments, name, $$$"""{"spec":{"replicas":{{{replicas}}}}}""");

    /// <summary>Every set of a Deployment as <c>image=wanted/present/available</c>, by image.</summary>
    public static async Task<string> Sizes(this ControllerHarness cluster) =>
        string.Join(' ', (await cluster.All(Resources.ReplicaSets)).Select(SizeText).Order(StringComparer.Ordinal));

    public static async Task<string> Condition(this ControllerHarness cluster, string name, string type)
    {
        var deployment = await cluster.Get(Resources.Deployments, name);
        var condition = deployment.Child("status")?.Children("conditions").FirstOrDefault(one => one.Text("type") == type);
        return condition is null ? "none" : $"{condition.Text("status")} {condition.Text("reason")}";
    }

    private static string SizeText(JsonObject set) =>
        $"{set["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]}={set["spec"]!["replicas"]}/{set["status"]!["replicas"]}/{set["status"]!["availableReplicas"] ?? 0}";

    private static JsonObject Document(string kind, string name, int replicas, string? more)
    {
        var document = TestServer.Document("apps/v1", kind, name, $"app={name}");
        document["spec"] = new JsonObject
        {
            ["replicas"] = replicas,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "v1" }) },
            },
        };
        foreach (var (field, value) in JsonNode.Parse(more ?? "{}")!.AsObject()) document["spec"]![field] = value?.DeepClone();
        return document;
    }
}
