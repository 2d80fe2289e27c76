using System.Text.Json.Nodes;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Deploy;

/// <summary>One thing that somebody may do.</summary>
/// <param name="Verb">As in RBAC.</param>
/// <param name="Resource"><c>pods/binding</c>, <c>events.events.k8s.io</c>.</param>
/// <param name="Namespace">Where; <c>*</c>: everywhere.</param>
internal sealed record Grant(string Verb, string Resource, string Namespace)
{
    public static string Full(string group, string resource) => group.Length == 0 ? resource : $"{resource}.{group}";

    public override string ToString() => $"{Verb} {Resource}{(Namespace == "*" ? "" : $" in {Namespace}")}";

    /// <summary>Everything that the roles in a manifest grant.</summary>
    public static IReadOnlySet<Grant> Read(string path)
    {
        var grants = new HashSet<Grant>();
        foreach (var role in Documents(path))
        {
            if (role["kind"]!.GetValue<string>() is not ("Role" or "ClusterRole")) continue;
            var ns = role["kind"]!.GetValue<string>() == "Role" ? role["metadata"]!["namespace"]!.GetValue<string>() : "*";
            foreach (var rule in role["rules"]!.AsArray())
                foreach (var group in Texts(rule!, "apiGroups"))
                    foreach (var resource in Texts(rule!, "resources"))
                        foreach (var verb in Texts(rule!, "verbs")) Assert.True(grants.Add(new(verb, Full(group, resource), ns)), $"{verb} {resource} is granted twice");
        }
        return grants;
    }

    public static IEnumerable<JsonObject> Documents(string path)
    {
        List<JsonObject> documents = [];
        YamlToJson.Convert(File.ReadAllText(path), path, (json, _) => documents.Add(JsonNode.Parse(json)!.AsObject()));
        return documents;
    }

    private static IEnumerable<string> Texts(JsonNode rule, string field) => rule[field]!.AsArray().Select(one => one!.GetValue<string>());
}
