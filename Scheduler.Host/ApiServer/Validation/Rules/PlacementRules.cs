using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>What a pod says about where it may run: affinity, spread, tolerations; and the taints of nodes.</summary>
internal static class PlacementRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static void Affinity(JsonObject? affinity, FieldPath path, Problems problems)
    {
        if (affinity.Object("nodeAffinity") is { } node)
            NodeAffinity(node, path.Child("nodeAffinity"), problems);
        foreach (string kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            if (affinity.Object(kind) is { } pods)
                PodAffinity(pods, path.Child(kind), problems);
        }
    }

    public static void Spread(IEnumerable<JsonObject> constraints, FieldPath path, Problems problems)
    {
        var seen = new HashSet<string>();
        int i = 0;
        foreach (JsonObject constraint in constraints)
        {
            FieldPath at = path.Index(i++);
            if (constraint.Int("maxSkew") is null or <= 0)
                problems.Invalid(at.Child("maxSkew"), constraint.Int("maxSkew") ?? 0, "must be greater than zero");
            problems.HasText(at.Child("topologyKey"), constraint["topologyKey"], "can not be empty");
            string when = constraint.Text("whenUnsatisfiable") ?? "";
            if (when is not ("DoNotSchedule" or "ScheduleAnyway"))
                problems.NotSupported(at.Child("whenUnsatisfiable"), when, "DoNotSchedule", "ScheduleAnyway");
            string identity = $"{{{constraint.Text("topologyKey")}, {when}}}";
            if (!seen.Add(identity))
                problems.Duplicate(at.Child("{topologyKey, whenUnsatisfiable}"), identity);
            MinDomains(constraint, when, at, problems);
            problems.OneOf(at.Child("nodeAffinityPolicy"), constraint["nodeAffinityPolicy"], "Honor", "Ignore");
            problems.OneOf(at.Child("nodeTaintsPolicy"), constraint["nodeTaintsPolicy"], "Honor", "Ignore");
            MatchLabelKeys(constraint, "matchLabelKeys", at, problems);
            SelectorRules.LabelSelector(constraint.Object("labelSelector"), at.Child("labelSelector"), problems);
        }
    }

    public static void Tolerations(IEnumerable<JsonObject> tolerations, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject toleration in tolerations)
            Toleration(toleration, path.Index(i++), problems);
    }

    public static void Taints(IEnumerable<JsonObject> taints, FieldPath path, Problems problems)
    {
        var seen = new HashSet<(string?, string?)>();
        int i = 0;
        foreach (JsonObject taint in taints)
        {
            FieldPath at = path.Index(i++);
            MetadataRules.LabelKey(taint.Text("key") ?? "", at.Child("key"), problems);
            problems.Invalid(at.Child("value"), taint.Text("value") ?? "", Names.LabelValueProblems(taint.Text("value") ?? ""));
            if (problems.HasText(at.Child("effect"), taint["effect"]))
                problems.OneOf(at.Child("effect"), taint["effect"], Effects);
            if (!seen.Add((taint.Text("key"), taint.Text("effect"))))
                problems.Duplicate(at, taint);
        }
    }

    private static void Toleration(JsonObject toleration, FieldPath path, Problems problems)
    {
        string key = toleration.Text("key") ?? "", op = toleration.Text("operator") ?? "", value = toleration.Text("value") ?? "";
        if (key.Length > 0)
            MetadataRules.LabelKey(key, path.Child("key"), problems);
        else if (op != "Exists")
            problems.Invalid(path.Child("operator"), op, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration["tolerationSeconds"] is not null && toleration.Text("effect") != "NoExecute")
            problems.Invalid(path.Child("effect"), toleration.Text("effect") ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set");
        if (op is "Equal" or "")
        {
            if (Names.LabelValueProblems(value) is { Count: > 0 } bad)
                problems.Invalid(path.Child("operator"), value, string.Join(";", bad));
        }
        else if (op == "Exists")
        {
            if (value.Length > 0)
                problems.Invalid(path.Child("operator"), toleration, "value must be empty when `operator` is 'Exists'");
        }
        else
        {
            problems.NotSupported(path.Child("operator"), op, "Equal", "Exists");
        }

        problems.OneOf(path.Child("effect"), toleration["effect"], Effects);
    }

    private static void NodeAffinity(JsonObject affinity, FieldPath path, Problems problems)
    {
        if (affinity.Object(Required) is { } required)
            SelectorRules.NodeSelector(required, path.Child(Required), problems);
        int i = 0;
        foreach (JsonObject preference in affinity[Preferred].Objects())
        {
            FieldPath at = path.Child(Preferred).Index(i++);
            Weight(preference, at, problems);
            SelectorRules.NodeSelectorTerm(preference.Object("preference") ?? [], at.Child("preference"), problems);
        }
    }

    private static void PodAffinity(JsonObject affinity, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject term in affinity[Required].Objects())
            PodAffinityTerm(term, path.Child(Required).Index(i++), problems);
        i = 0;
        foreach (JsonObject weighted in affinity[Preferred].Objects())
        {
            FieldPath at = path.Child(Preferred).Index(i++);
            Weight(weighted, at, problems);
            PodAffinityTerm(weighted.Object("podAffinityTerm") ?? [], at.Child("podAffinityTerm"), problems);
        }
    }

    private static void PodAffinityTerm(JsonObject term, FieldPath path, Problems problems)
    {
        SelectorRules.LabelSelector(term.Object("labelSelector"), path.Child("labelSelector"), problems);
        SelectorRules.LabelSelector(term.Object("namespaceSelector"), path.Child("namespaceSelector"), problems);
        foreach (string name in term["namespaces"].Texts())
            problems.Invalid(path.Child("namespace"), name, Names.Dns1123LabelProblems(name));
        MatchLabelKeys(term, "matchLabelKeys", path, problems);
        MatchLabelKeys(term, "mismatchLabelKeys", path, problems);
        if (problems.HasText(path.Child("topologyKey"), term["topologyKey"], "can not be empty"))
            MetadataRules.LabelKey(term.Text("topologyKey")!, path.Child("topologyKey"), problems);
    }

    private static void Weight(JsonObject weighted, FieldPath path, Problems problems)
    {
        if (weighted.Int("weight") is null or <= 0 or > 100)
            problems.Invalid(path.Child("weight"), weighted.Int("weight") ?? 0, "must be in the range 1-100");
    }

    private static void MinDomains(JsonObject constraint, string when, FieldPath path, Problems problems)
    {
        if (constraint.Int("minDomains") is not { } domains)
            return;
        if (domains <= 0)
            problems.Invalid(path.Child("minDomains"), domains, "must be greater than zero");
        if (when != "DoNotSchedule")
            problems.Invalid(path.Child("minDomains"), domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {when}");
    }

    private static void MatchLabelKeys(JsonObject holder, string name, FieldPath path, Problems problems)
    {
        if (holder[name] is not JsonArray { Count: > 0 } keys)
            return;
        if (holder["labelSelector"] is null)
            problems.Forbidden(path.Child(name), "must not be specified when labelSelector is not set");
        int i = 0;
        foreach (string key in keys.Texts())
            MetadataRules.LabelKey(key, path.Child(name).Index(i++), problems);
    }
}
