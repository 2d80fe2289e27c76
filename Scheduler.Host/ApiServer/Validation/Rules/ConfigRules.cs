using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>ConfigMaps, Secrets and access rules.</summary>
internal static class ConfigRules
{
    private const int DataBytesMax = 1024 * 1024;
    private const string ImmutableText = "field is immutable when `immutable` is set";

    public static void ConfigMap(JsonObject document, Problems problems)
    {
        JsonObject data = document.Object("data") ?? [], binary = document.Object("binaryData") ?? [];
        Keys(data, FieldPath.Root("data"), problems);
        Keys(binary, FieldPath.Root("binaryData"), problems);
        foreach ((string key, _) in data)
        {
            if (binary.ContainsKey(key))
                problems.Invalid(FieldPath.Root("data").Key(key), key, "duplicate of key present in binaryData");
        }

        if (Size(data) + (Size(binary) / 4 * 3) > DataBytesMax)
            problems.TooLong(FieldPath.Top, DataBytesMax);
    }

    public static void Secret(JsonObject document, Problems problems)
    {
        JsonObject data = document.Object("data") ?? [];
        Keys(data, FieldPath.Root("data"), problems);
        if (Size(data) / 4 * 3 > DataBytesMax)
            problems.TooLong(FieldPath.Root("data"), DataBytesMax);
        foreach (string key in KeysOf(document.Text("type")))
        {
            if (!data.ContainsKey(key))
                problems.Required(FieldPath.Root("data").Key(key));
        }

        if (document.Text("type") == "kubernetes.io/service-account-token" && document.Object("metadata", "annotations").Text("kubernetes.io/service-account.name") is null)
            problems.Required(FieldPath.Root("metadata").Child("annotations").Key("kubernetes.io/service-account.name"));
    }

    /// <summary>Data that was declared immutable stays, and so does the declaration. The type of a Secret always stays.</summary>
    public static void Update(JsonObject old, JsonObject document, Problems problems)
    {
        if (document.Text("kind") == "Secret")
            problems.Unchanged(FieldPath.Root("type"), old["type"], document["type"]);
        if (old.Bool("immutable") != true)
            return;
        foreach (string name in (ReadOnlySpan<string>)["immutable", "data", "binaryData"])
        {
            if (!JsonNode.DeepEquals(old[name], document[name]))
                problems.Forbidden(FieldPath.Root(name), ImmutableText);
        }
    }

    public static void Role(JsonObject document, bool isNamespaced, Problems problems)
    {
        int i = 0;
        foreach (JsonObject rule in document["rules"].Objects())
        {
            FieldPath at = FieldPath.Root("rules").Index(i++);
            if (rule["verbs"] is not JsonArray { Count: > 0 })
                problems.Required(at.Child("verbs"), "verbs must contain at least one value");
            if (rule["nonResourceURLs"] is JsonArray { Count: > 0 } urls)
            {
                if (isNamespaced)
                    problems.Invalid(at.Child("nonResourceURLs"), urls, "namespaced rules cannot apply to non-resource URLs");
                continue;
            }

            if (rule["apiGroups"] is not JsonArray { Count: > 0 })
                problems.Required(at.Child("apiGroups"), "resource rules must supply at least one api group");
            if (rule["resources"] is not JsonArray { Count: > 0 })
                problems.Required(at.Child("resources"), "resource rules must supply at least one resource");
        }
    }

    public static void RoleBinding(JsonObject document, bool isNamespaced, Problems problems)
    {
        FieldPath path = FieldPath.Root("roleRef");
        if (document.Text("roleRef", "apiGroup") is not "rbac.authorization.k8s.io")
            problems.NotSupported(path.Child("apiGroup"), document.Text("roleRef", "apiGroup") ?? "", "rbac.authorization.k8s.io");
        if (isNamespaced)
            RequiredKind(document.Text("roleRef", "kind"), path, problems, "Role", "ClusterRole");
        else
            RequiredKind(document.Text("roleRef", "kind"), path, problems, "ClusterRole");
        problems.HasText(path.Child("name"), document.Object("roleRef")?["name"]);
        int i = 0;
        foreach (JsonObject subject in document["subjects"].Objects())
            Subject(subject, FieldPath.Root("subjects").Index(i++), problems);
    }

    public static void RoleBindingUpdate(JsonObject old, JsonObject document, Problems problems)
    {
        if (!JsonNode.DeepEquals(old["roleRef"], document["roleRef"]))
            problems.Invalid(FieldPath.Root("roleRef"), document["roleRef"], "cannot change roleRef");
    }

    private static void RequiredKind(string? kind, FieldPath path, Problems problems, params string[] supported)
    {
        if (!supported.Contains(kind))
            problems.NotSupported(path.Child("kind"), kind ?? "", supported);
    }

    private static void Subject(JsonObject subject, FieldPath path, Problems problems)
    {
        problems.HasText(path.Child("name"), subject["name"]);
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (string.IsNullOrEmpty(subject.Text("namespace")))
                    problems.Required(path.Child("namespace"));
                break;
            case "User" or "Group":
                if (subject.Text("apiGroup") != "rbac.authorization.k8s.io")
                    problems.NotSupported(path.Child("apiGroup"), subject.Text("apiGroup") ?? "", "rbac.authorization.k8s.io");
                break;
            default:
                problems.NotSupported(path.Child("kind"), subject.Text("kind") ?? "", "ServiceAccount", "User", "Group");
                break;
        }
    }

    private static void Keys(JsonObject data, FieldPath path, Problems problems)
    {
        foreach ((string key, _) in data)
            problems.Invalid(path.Key(key), key, Names.ConfigKeyProblems(key));
    }

    private static string[] KeysOf(string? secretType) => secretType switch
    {
        "kubernetes.io/dockercfg" => [".dockercfg"],
        "kubernetes.io/dockerconfigjson" => [".dockerconfigjson"],
        "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
        "kubernetes.io/tls" => ["tls.crt", "tls.key"],
        _ => [],
    };

    private static int Size(JsonObject data) => data.Sum(d => d.Value.Text()?.Length ?? 0);
}
