using System.Numerics;
using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Requests, limits and capacities.</summary>
internal static class ResourceRules
{
    private static readonly BigInteger One = 1_000_000_000;

    public static void Container(JsonObject? resources, FieldPath path, Problems problems)
    {
        if (resources is null)
            return;
        JsonObject limits = resources.Object("limits") ?? [], requests = resources.Object("requests") ?? [];
        Amounts(limits, path.Child("limits"), problems);
        FieldPath requestsPath = path.Child("requests");
        foreach ((string name, JsonNode? value) in requests)
        {
            Amount(name, value.Text() ?? "0", requestsPath.Key(name), problems);
            Against(name, value.Text() ?? "0", limits.Text(name), path, requestsPath, problems);
        }
    }

    /// <summary>A list of amounts that need not be those of containers: capacities, quotas, overhead.</summary>
    public static void List(JsonObject? amounts, FieldPath path, Problems problems)
    {
        foreach ((string name, JsonNode? value) in amounts ?? [])
        {
            problems.Invalid(path.Key(name), name, Names.QualifiedNameProblems(name));
            Value(name, value.Text() ?? "0", path.Key(name), problems);
        }
    }

    private static void Amounts(JsonObject amounts, FieldPath path, Problems problems)
    {
        foreach ((string name, JsonNode? value) in amounts)
            Amount(name, value.Text() ?? "0", path.Key(name), problems);
    }

    private static void Amount(string name, string value, FieldPath path, Problems problems)
    {
        IReadOnlyList<string> bad = Names.QualifiedNameProblems(name);
        problems.Invalid(path, name, bad);
        if (bad.Count == 0 && !name.Contains('/') && !IsStandard(name))
            problems.Invalid(path, name, "must be a standard resource for containers");
        Value(name, value, path, problems);
    }

    private static void Value(string name, string value, FieldPath path, Problems problems)
    {
        if (!QuantityText.TryParseNano(value, out BigInteger nano))
            return;
        if (nano.Sign < 0)
            problems.Invalid(path, value, Problems.Negative);
        if (IsCounted(name) && !(nano % One).IsZero)
            problems.Invalid(path, value, "must be an integer");
    }

    private static void Against(string name, string request, string? limit, FieldPath path, FieldPath requestsPath, Problems problems)
    {
        if (limit is null)
        {
            if (!MayOvercommit(name))
                problems.Required(path.Child("limits"), "Limit must be set for non overcommitable resources");
            return;
        }

        if (QuantityText.Compare(request, limit) > 0)
            problems.Invalid(requestsPath, request, $"must be less than or equal to {name} limit of {limit}");
        else if (!MayOvercommit(name) && QuantityText.Compare(request, limit) != 0)
            problems.Invalid(requestsPath, request, $"must be equal to {name} limit of {limit}");
    }

    private static bool IsStandard(string name) =>
        name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal);

    private static bool MayOvercommit(string name) =>
        (!name.Contains('/') || name.StartsWith("kubernetes.io/", StringComparison.Ordinal)) && !name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>Devices and objects come in whole numbers.</summary>
    private static bool IsCounted(string name) =>
        name is "pods" || (name.Contains('/') && !name.Contains("kubernetes.io/", StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal));
}
