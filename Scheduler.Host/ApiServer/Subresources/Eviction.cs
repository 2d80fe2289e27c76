using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Requests;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Subresources;

/// <summary>
/// Deletes a pod if its disruption budget allows. Pods that do not run, or are going anyway, need no budget. Each eviction takes one from
/// the budget's allowance; the controller that watches the budget gives it back when a replacement is healthy.
/// </summary>
public sealed class Eviction(ApiServices services, Deleter deleter)
{
    private const string Refusal = "Cannot evict pod as it would violate the pod's disruption budget.";
    private const int BusyRetrySeconds = 10;

    public async Task<ApiResponse> Create(RequestContext context, CancellationToken cancellation)
    {
        var body = BodyReader.Object(context, new GroupVersionKind("policy", "v1", "Eviction"));
        if (body.ObjectName().Length > 0 && body.ObjectName() != context.Name)
            throw StatusErrors.BadRequest($"name in URL does not match name in Eviction object: {body.ObjectName()}");
        var options = DeleteOptions.Of(body.Child("deleteOptions") ?? [], context.IsDryRun());
        var pod = (await services.Objects.Get(context.Resource, context.Namespace, context.Name, cancellation)).Parse();
        if (NeedsBudget(pod)) await TakeFromBudget(context, pod, options.DryRun, cancellation);
        await deleter.Delete(context.Resource, context.Namespace, context.Name, options, context.User, cancellation);
        return services.Responses.Success(context, 201);
    }

    private static bool NeedsBudget(JsonObject pod) =>
        !pod.IsTerminating() && pod.Child("status")?.Text("phase") is not ("Succeeded" or "Failed" or "Pending");

    private async Task TakeFromBudget(RequestContext context, JsonObject pod, bool dryRun, CancellationToken cancellation)
    {
        while (true)
        {
            var budgets = await BudgetsOf(context.Namespace!, pod, cancellation);
            if (budgets.Count == 0) return;
            if (budgets.Count > 1)
                throw StatusErrors.Unclassified("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            var stored = budgets[0];
            var budget = stored.Parse();
            if (!IsReady(pod) && IgnoresUnready(budget)) return;
            Take(budget, pod.ObjectName());
            if (dryRun || await services.Objects.TryReplace(stored, budget, cancellation) is not null) return;
            // Another eviction was faster: count again.
        }
    }

    private async Task<List<StoredObject>> BudgetsOf(string ns, JsonObject pod, CancellationToken cancellation)
    {
        var resource = services.Catalog.DisruptionBudgets;
        var listed = await services.Objects.Store.List(new Store.ListRequest(resource.Range(ns)), cancellation);
        return [.. listed.Entries.Select(entry => StoredObject.Of(resource, entry)).Where(Selects)];

        bool Selects(StoredObject budget) => LabelSelector.FromObject(budget.Parse().Child("spec")?.Child("selector")).MatchesLabels(pod.Labels());
    }

    private void Take(JsonObject budget, string pod)
    {
        var status = budget.ChildOrNew("status");
        if ((status.Number("observedGeneration") ?? 0) < (budget.Metadata().Number("generation") ?? 0))
            throw Refused($"The disruption budget {budget.ObjectName()} is still being processed by the server.", BusyRetrySeconds);
        var allowed = status.Number("disruptionsAllowed") ?? 0;
        if (allowed <= 0) throw Refused($"The disruption budget {budget.ObjectName()} does not allow evicting pods currently", 0);
        status["disruptionsAllowed"] = allowed - 1;
        status.ChildOrNew("disruptedPods")[pod] = Meta.Timestamp(services.Now);
    }

    private static bool IgnoresUnready(JsonObject budget)
    {
        if (budget.Child("spec")?.Text("unhealthyPodEvictionPolicy") == "AlwaysAllow") return true;
        var desired = budget.Child("status")?.Number("desiredHealthy") ?? 0;
        return desired > 0 && (budget.Child("status")?.Number("currentHealthy") ?? 0) >= desired;
    }

    private static bool IsReady(JsonObject pod) =>
        pod.Child("status")?.Children("conditions").Any(one => one.Text("type") == "Ready" && one.Text("status") == "True") ?? false;

    private static ApiError Refused(string why, int retryAfterSeconds) => new(429, "TooManyRequests", Refusal)
    {
        Causes = [new StatusCause("DisruptionBudget", why)],
        RetryAfterSeconds = retryAfterSeconds,
    };
}
