using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>
/// Puts a pod on a node: the one write a scheduler makes for every pod, and so the one that is kept short. It happens at most once per pod, never
/// to a pod that is going or gated.
/// </summary>
public sealed class Binding(ApiServices services)
{
    public async Task<ApiResponse> Create(RequestContext context, CancellationToken cancellation)
    {
        var dryRun = context.IsDryRun();
        var binding = BodyReader.Object(context, new GroupVersionKind("", "v1", "Binding"));
        var name = context.Info.Resource == "bindings" ? binding.ObjectName() : context.Name;
        CheckBinding(context, binding, name);
        var node = binding.Child("target")!.Text("name")!;
        var labels = await services.NodeTopology.LabelsOf(node, cancellation);
        while (true)
        {
            var stored = await services.Objects.Get(services.Catalog.Pods, context.Namespace, name, cancellation);
            if (!dryRun && IsPlain(binding) && BindingSplice.TryAssign(stored.Value.Span, binding.Uid(), node, labels, Meta.Timestamp(services.Now)) is { } bytes)
            {
                if (await services.Objects.TryReplace(stored, context.Namespace, name, bytes, cancellation) is not null) return services.Responses.Success(context, 201);
                continue;
            }
            var pod = stored.Parse();
            CheckPod(pod, binding, context.Namespace, name);
            Assign(pod, binding, node, labels);
            if (dryRun || await services.Objects.TryReplace(stored, pod, cancellation) is not null) return services.Responses.Success(context, 201);
            // The pod changed in between: look again, it may still be free.
        }
    }

    /// <summary>It brings nothing along and names no version.</summary>
    private static bool IsPlain(JsonObject binding) =>
        binding.Metadata()["annotations"] is null && binding.Metadata()["labels"] is null && binding.ResourceVersion().Length == 0;

    private static void CheckBinding(RequestContext context, JsonObject binding, string name)
    {
        if (binding.ObjectName().Length > 0 && binding.ObjectName() != name)
            throw StatusErrors.BadRequest($"name in URL does not match name in Binding object: {binding.ObjectName()}");
        if (binding.Namespace().Length > 0 && binding.Namespace() != context.Namespace)
            throw StatusErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        var target = binding.Child("target");
        if (target?.Text("kind") is { Length: > 0 } kind and not "Node")
            throw StatusErrors.Unclassified($"target.kind: Unsupported value: \"{kind}\": supported values: \"Node\", \"<empty>\"");
        if (string.IsNullOrEmpty(target?.Text("name"))) throw StatusErrors.Unclassified("target.name: Required value");
    }

    private static void CheckPod(JsonObject pod, JsonObject binding, string? ns, string name)
    {
        if (binding.Uid().Length > 0 && binding.Uid() != pod.Uid())
            throw StatusErrors.Conflict("", "pods", name, Precondition(ns, name, $"UID in precondition: {binding.Uid()}, UID in object meta: {pod.Uid()}"));
        if (binding.ResourceVersion().Length > 0 && binding.ResourceVersion() != pod.ResourceVersion())
            throw StatusErrors.Conflict("", "pods", name, Precondition(ns, name,
                $"ResourceVersion in precondition: {binding.ResourceVersion()}, ResourceVersion in object meta: {pod.ResourceVersion()}"));
        if (pod.IsTerminating()) throw Refused(name, $"pod {name} is being deleted, cannot be assigned to a host");
        var spec = pod.ChildOrNew("spec");
        if (spec.Text("nodeName") is { Length: > 0 } taken) throw Refused(name, $"pod {name} is already assigned to node \"{taken}\"");
        if (spec["schedulingGates"] is JsonArray { Count: > 0 }) throw Refused(name, $"pod {name} has non-empty .spec.schedulingGates");
    }

    private void Assign(JsonObject pod, JsonObject binding, string node, IReadOnlyList<KeyValuePair<string, string>> topology)
    {
        pod.ChildOrNew("spec")["nodeName"] = node;
        foreach (var (key, value) in binding.Metadata().Child("annotations") ?? []) pod.Metadata().ChildOrNew("annotations")[key] = value?.DeepClone();
        foreach (var (key, value) in binding.Labels() ?? []) pod.Metadata().ChildOrNew("labels")[key] = value?.DeepClone();
        foreach (var (key, value) in topology) pod.Metadata().ChildOrNew("labels")[key] = value;

        var status = pod.ChildOrNew("status");
        status.Remove("nominatedNodeName");
        var conditions = status["conditions"] as JsonArray ?? [];
        if (conditions.Parent is null) status["conditions"] = conditions;
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(one => one.Text("type") == "PodScheduled");
        if (condition is null) conditions.Add((JsonNode)(condition = new JsonObject { ["type"] = "PodScheduled" }));
        if (condition.Text("status") != "True") condition["lastTransitionTime"] = Meta.Timestamp(services.Now);
        condition["status"] = "True";
        condition.TryAdd("lastProbeTime", null);
        condition.Remove("reason");
        condition.Remove("message");
    }

    private static ApiError Refused(string name, string why) => StatusErrors.Conflict("", "pods/binding", name, why);

    private static string Precondition(string? ns, string name, string what) =>
        $"StorageError: invalid object, Code: 4, Key: /registry/pods/{ns}/{name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: {what}";
}
