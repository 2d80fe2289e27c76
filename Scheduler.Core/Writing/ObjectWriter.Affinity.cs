using System.Text.Json;
using Scheduler.Core.Objects;

namespace Scheduler.Core.Writing;

/// <summary>Affinity, node selectors and topology spread.</summary>
public static partial class ObjectWriter
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    private static void Affinity(Utf8JsonWriter json, Affinity affinity)
    {
        json.Object("nodeAffinity", affinity.NodeAffinity, static (writer, node) =>
        {
            writer.Object(Required, node.Required, NodeSelector);
            writer.ItemsOrNull(Preferred, node.Preferred, PreferredTerm);
        });
        json.Object("podAffinity", affinity.PodAffinity, PodAffinity);
        json.Object("podAntiAffinity", affinity.PodAntiAffinity, PodAffinity);
    }

    private static void NodeSelector(Utf8JsonWriter json, NodeSelector selector) =>
        json.Objects("nodeSelectorTerms", selector.Terms, NodeTerm);

    private static void NodeTerm(Utf8JsonWriter json, NodeSelectorTerm term)
    {
        json.Objects("matchExpressions", term.MatchExpressions, Requirement);
        json.Objects("matchFields", term.MatchFields, Requirement);
    }

    private static void PreferredTerm(Utf8JsonWriter json, PreferredSchedulingTerm term)
    {
        json.WriteStartObject();
        json.WriteNumber("weight", term.Weight);
        json.Object("preference", term.Preference, NodeTerm);
        json.WriteEndObject();
    }

    private static void PodAffinity(Utf8JsonWriter json, PodAffinity affinity)
    {
        json.Objects(Required, affinity.Required, PodTerm);
        json.Objects(Preferred, affinity.Preferred, static (writer, weighted) =>
        {
            writer.WriteNumber("weight", weighted.Weight);
            writer.Object("podAffinityTerm", weighted.Term, PodTerm);
        });
    }

    private static void PodTerm(Utf8JsonWriter json, PodAffinityTerm term)
    {
        json.Object("labelSelector", term.LabelSelector, Selector);
        json.Texts("namespaces", term.Namespaces);
        json.Object("namespaceSelector", term.NamespaceSelector, Selector);
        json.Text("topologyKey", term.TopologyKey);
    }

    private static void Spread(Utf8JsonWriter json, TopologySpreadConstraint constraint)
    {
        json.NumberIfSet("maxSkew", constraint.MaxSkew);
        json.Text("topologyKey", constraint.TopologyKey);
        json.Text("whenUnsatisfiable", constraint.WhenUnsatisfiable);
        json.Object("labelSelector", constraint.LabelSelector, Selector);
        json.Number("minDomains", constraint.MinDomains);
        json.TextOrNull("nodeAffinityPolicy", constraint.NodeAffinityPolicy);
        json.TextOrNull("nodeTaintsPolicy", constraint.NodeTaintsPolicy);
        json.Texts("matchLabelKeys", constraint.MatchLabelKeys);
    }
}
