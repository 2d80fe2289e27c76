using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Errors;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Storage;
using Scheduler.Host.ApiServer.Verbs;

namespace Scheduler.Host.ApiServer.Admission;

/// <summary>
/// The limit ranges of a namespace: what containers get that ask for nothing, and between what bounds they, whole pods and volume claims stay.
/// </summary>
public sealed class LimitRangeAdmission(ApiServices services) : IAdmission
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    public async ValueTask Admit(AdmissionRequest request, CancellationToken cancellation)
    {
        var isPod = request.Is(AdmissionOperation.Create, services.Catalog.Pods);
        var isClaim = request.Operation == AdmissionOperation.Create && request.Resource.Name == "persistentvolumeclaims";
        if (!isPod && !isClaim) return;
        var ranges = await services.Objects.All(services.Catalog.LimitRanges, request.Namespace, cancellation);
        if (ranges.Count == 0) return;

        var limits = ranges.SelectMany(range => range.Child("spec")?.Children("limits") ?? []).ToList();
        if (isPod) SetDefaults(request.Document, limits.Where(limit => limit.Text("type") == "Container"));
        var broken = isPod ? CheckPod(request.Document, limits) : CheckClaim(request.Document, limits);
        if (broken.Count > 0)
            throw StatusErrors.Forbidden("", request.Resource.Name, request.Name,
                broken.Count == 1 ? broken[0] : $"[{string.Join(", ", broken)}]");
    }

    private static void SetDefaults(JsonObject pod, IEnumerable<JsonObject> limits)
    {
        var told = new List<string>();
        foreach (var limit in limits)
        {
            foreach (var (list, word) in ((string, string)[])[("containers", "container"), ("initContainers", "init container")])
                foreach (var container in pod.ChildOrNew("spec").Children(list))
                {
                    Fill(container, "requests", limit.Child("defaultRequest"), $"request for {word}", told);
                    Fill(container, "limits", limit.Child("default"), $"limit for {word}", told);
                }
        }
        if (told.Count > 0) pod.Metadata().ChildOrNew("annotations")[Annotation] = $"LimitRanger plugin set: {string.Join("; ", told)}";
    }

    private static void Fill(JsonObject container, string field, JsonObject? defaults, string word, List<string> told)
    {
        if (defaults is null) return;
        var set = container.ChildOrNew("resources").ChildOrNew(field);
        var names = new List<string>();
        foreach (var (name, value) in defaults)
        {
            if (set.ContainsKey(name)) continue;
            set[name] = value?.DeepClone();
            names.Add(name);
        }
        if (set.Count == 0) container.ChildOrNew("resources").Remove(field);
        names.Sort(StringComparer.Ordinal);
        if (names.Count > 0) told.Add($"{string.Join(", ", names)} {word} {container.Text("name")}");
    }

    private static List<string> CheckPod(JsonObject pod, List<JsonObject> limits)
    {
        var broken = new List<string>();
        var containers = pod.ChildOrNew("spec").Children("containers").ToList();
        foreach (var limit in limits)
        {
            switch (limit.Text("type"))
            {
                case "Container":
                    foreach (var container in containers.Concat(pod.ChildOrNew("spec").Children("initContainers")))
                        Check(limit, "Container", container.Child("resources")?.Child("requests"), container.Child("resources")?.Child("limits"), broken);
                    break;
                case "Pod":
                    Check(limit, "Pod", Sum(containers, "requests"), Sum(containers, "limits"), broken);
                    break;
            }
        }
        return broken;
    }

    private static List<string> CheckClaim(JsonObject claim, List<JsonObject> limits)
    {
        var broken = new List<string>();
        var requests = claim.Child("spec")?.Child("resources")?.Child("requests");
        foreach (var limit in limits.Where(limit => limit.Text("type") == "PersistentVolumeClaim"))
            Check(limit, "PersistentVolumeClaim", requests, requests, broken);
        return broken;
    }

    private static void Check(JsonObject limit, string type, JsonObject? requests, JsonObject? limits, List<string> broken)
    {
        foreach (var (name, bound) in Texts(limit.Child("min")))
        {
            if (requests?.Text(name) is not { } request) broken.Add($"minimum {name} usage per {type} is {bound}.  No request is specified");
            else if (QuantityText.Compare(request, bound) < 0) broken.Add($"minimum {name} usage per {type} is {bound}, but request is {request}");
            else if (limits?.Text(name) is { } given && QuantityText.Compare(given, bound) < 0)
                broken.Add($"minimum {name} usage per {type} is {bound}, but limit is {given}");
        }
        foreach (var (name, bound) in Texts(limit.Child("max")))
        {
            if (limits?.Text(name) is not { } given) broken.Add($"maximum {name} usage per {type} is {bound}.  No limit is specified");
            else if (QuantityText.Compare(given, bound) > 0) broken.Add($"maximum {name} usage per {type} is {bound}, but limit is {given}");
            else if (requests?.Text(name) is { } request && QuantityText.Compare(request, bound) > 0)
                broken.Add($"maximum {name} usage per {type} is {bound}, but request is {request}");
        }
        foreach (var (name, bound) in Texts(limit.Child("maxLimitRequestRatio"))) CheckRatio(name, bound, type, requests, limits, broken);
    }

    private static void CheckRatio(string name, string bound, string type, JsonObject? requests, JsonObject? limits, List<string> broken)
    {
        if (requests?.Text(name) is not { } request || limits?.Text(name) is not { } limit)
        {
            broken.Add($"{name} max limit to request ratio per {type} is {bound}, but no request is specified or request is 0");
            return;
        }
        QuantityText.TryParseNano(request, out var least);
        QuantityText.TryParseNano(limit, out var most);
        QuantityText.TryParseNano(bound, out var ratio);
        if (least.IsZero) broken.Add($"{name} max limit to request ratio per {type} is {bound}, but no request is specified or request is 0");
        else if (most * 1_000_000_000 > ratio * least)
            broken.Add($"{name} max limit to request ratio per {type} is {bound}, but provided ratio is {(double)most / (double)least:F6}");
    }

    private static JsonObject Sum(List<JsonObject> containers, string field)
    {
        var sum = new JsonObject();
        foreach (var container in containers)
            foreach (var (name, value) in Texts(container.Child("resources")?.Child(field)))
                sum[name] = sum.Text(name) is { } before ? QuantityText.Add(before, value) : value;
        return sum;
    }

    private static IEnumerable<(string Name, string Value)> Texts(JsonObject? resources) =>
        resources is null ? [] : resources.Select(pair => (pair.Key, pair.Value.Text() ?? "0"));
}
