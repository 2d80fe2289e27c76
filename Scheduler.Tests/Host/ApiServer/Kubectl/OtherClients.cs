using System.Text.Json.Nodes;

namespace Scheduler.Tests.Host.ApiServer.Kubectl;

/// <summary>
/// Does what controllers, a scheduler and node agents had done in the recording when the next command was typed: as little of it as the
/// command needs.
/// </summary>
internal sealed class OtherClients(TestServer server)
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Deployment = "/apis/apps/v1/namespaces/default/deployments/web-app";
    private const string ReplicaSets = "/apis/apps/v1/namespaces/default/replicasets";

    private int revision;

    public async Task MakeNodes()
    {
        for (var i = 0; i < 3; i++)
        {
            var node = TestServer.Document("v1", "Node", $"node-0000{i}", $"kubernetes.io/hostname=node-0000{i},topology.kubernetes.io/zone=zone-{i}");
            node["metadata"]!["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0" };
            node["status"] = JsonNode.Parse("""{"capacity":{"cpu":"4","memory":"32Gi","pods":"110"},"allocatable":{"cpu":"4","memory":"32Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True"}]}""");
            await server.Create("/api/v1/nodes", node);
            await server.Patch($"/api/v1/nodes/node-0000{i}", JsonNode.Parse("""{"spec":{"taints":null}}""")!);
        }
    }

    public Task Before(string command) => command switch
    {
        _ when command.Contains("get svc,ep,") => MakeNamespacedDefaults(),
        "kubectl get events" => MakeEvent(),
        "kubectl describe job job1" => StartJob(),
        "kubectl get pod p1 -o yaml" => Bind("p1"),
        _ => Task.CompletedTask,
    };

    public async Task After(string command)
    {
        if (command is "kubectl apply -f dep.yaml" && revision == 0 || command is "kubectl apply -f dep2.yaml" || command.StartsWith("kubectl rollout undo", StringComparison.Ordinal))
            await RollOut();
    }

    /// <summary>The deployment controller: a replica set for the new template, its pods, and a status that is not finished.</summary>
    private async Task RollOut()
    {
        revision++;
        var deployment = await server.Get(Deployment);
        var set = TestServer.Document("apps/v1", "ReplicaSet", $"web-app-{revision}", $"app=web-app,pod-template-hash={revision}");
        set["metadata"]!["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = revision.ToString() };
        set["metadata"]!["ownerReferences"] = new JsonArray(Owner(deployment));
        var template = deployment["spec"]!["template"]!.DeepClone();
        template["metadata"]!["labels"]!["pod-template-hash"] = revision.ToString();
        set["spec"] = new JsonObject
        {
            ["replicas"] = 3,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "web-app", ["pod-template-hash"] = revision.ToString() } },
            ["template"] = template,
        };
        var made = await server.Create(ReplicaSets, set);
        for (var i = 0; i < 3; i++) await MakePod(made, $"web-app-{revision}-{i}", template);

        await server.Patch(Deployment, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = set["metadata"]!["annotations"]!.DeepClone() } });
        await server.Patch($"{Deployment}/status", new JsonObject
        {
            ["status"] = new JsonObject { ["observedGeneration"] = deployment["metadata"]!["generation"]!.DeepClone(), ["replicas"] = 3, ["updatedReplicas"] = 3, ["unavailableReplicas"] = 3, ["conditions"] = JsonNode.Parse("""[{"type":"Available","status":"False","reason":"MinimumReplicasUnavailable","message":"Deployment does not have minimum availability."}]""") },
        });
    }

    private async Task MakePod(JsonObject set, string name, JsonNode template)
    {
        var pod = TestServer.Document("v1", "Pod", name);
        pod["metadata"]!["labels"] = template["metadata"]!["labels"]!.DeepClone();
        pod["metadata"]!["ownerReferences"] = new JsonArray(Owner(set));
        pod["spec"] = template["spec"]!.DeepClone();
        await server.Create(Pods, pod);
        await Bind(name);
    }

    private Task Bind(string pod)
    {
        var binding = TestServer.Document("v1", "Binding", pod);
        binding["target"] = new JsonObject { ["kind"] = "Node", ["name"] = "node-00000" };
        return server.Create($"{Pods}/{pod}/binding", binding);
    }

    private async Task MakeNamespacedDefaults()
    {
        await server.Create("/api/v1/namespaces/default/serviceaccounts", TestServer.Document("v1", "ServiceAccount", "default"));
        await server.Create("/api/v1/namespaces/default/endpoints", TestServer.Document("v1", "Endpoints", "web"));
        var lease = TestServer.Document("coordination.k8s.io/v1", "Lease", "l");
        await server.Create("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", lease);
    }

    private Task StartJob() => server.Patch("/apis/batch/v1/namespaces/default/jobs/job1/status", JsonNode.Parse("""{"status":{"active":2,"startTime":"2026-01-01T00:00:00Z"}}""")!);

    private async Task MakeEvent()
    {
        var made = TestServer.Document("v1", "Event", "web-app.1");
        made["involvedObject"] = JsonNode.Parse("""{"kind":"Pod","namespace":"default","name":"web-app-1-0"}""");
        made["reason"] = "Scheduled";
        made["message"] = "Successfully assigned default/web-app-1-0 to node-00000";
        made["type"] = "Normal";
        made["source"] = JsonNode.Parse("""{"component":"default-scheduler"}""");
        await server.Create("/api/v1/namespaces/default/events", made);
    }

    private static JsonObject Owner(JsonObject owner) => new()
    {
        ["apiVersion"] = owner["apiVersion"]!.DeepClone(),
        ["kind"] = owner["kind"]!.DeepClone(),
        ["name"] = owner["metadata"]!["name"]!.DeepClone(),
        ["uid"] = owner["metadata"]!["uid"]!.DeepClone(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };
}
