using System.Text.Json.Nodes;
using Scheduler.Host.ApiServer.Schema;
using Scheduler.Host.ApiServer.Selectors;

namespace Scheduler.Host.ApiServer.Validation.Rules;

/// <summary>Label selectors and node selectors.</summary>
internal static class SelectorRules
{
    public static void LabelSelector(JsonObject? selector, FieldPath path, Problems problems)
    {
        if (selector is null)
            return;
        MetadataRules.Labels(selector.Object("matchLabels"), path.Child("matchLabels"), problems);
        int i = 0;
        foreach (JsonObject expression in selector["matchExpressions"].Objects())
            LabelExpression(expression, path.Child("matchExpressions").Index(i++), problems);
    }

    /// <summary>The selector and the labels of the template of a workload: it must be there, select something, and select what the template makes.</summary>
    public static void Workload(JsonObject spec, FieldPath path, string emptyDetail, Problems problems)
    {
        if (spec.Object("selector") is not { } selector)
        {
            problems.Required(path.Child("selector"));
            return;
        }

        int before = problems.Count;
        LabelSelector(selector, path.Child("selector"), problems);
        bool isEmpty = selector.Object("matchLabels") is not { Count: > 0 } && selector["matchExpressions"] is not JsonArray { Count: > 0 };
        if (isEmpty)
            problems.Invalid(path.Child("selector"), selector, emptyDetail);
        if (problems.Count > before)
            return;
        JsonObject? labels = spec.Object("template", "metadata", "labels");
        if (!Selectors.LabelSelector.FromObject(selector).MatchesLabels(labels))
            problems.Invalid(path.Child("template").Child("metadata", "labels"), labels, "`selector` does not match template `labels`");
    }

    public static void NodeSelector(JsonObject selector, FieldPath path, Problems problems)
    {
        FieldPath terms = path.Child("nodeSelectorTerms");
        if (selector["nodeSelectorTerms"] is not JsonArray { Count: > 0 })
            problems.Required(terms, "must have at least one node selector term");
        int i = 0;
        foreach (JsonObject term in selector["nodeSelectorTerms"].Objects())
            NodeSelectorTerm(term, terms.Index(i++), problems);
    }

    public static void NodeSelectorTerm(JsonObject term, FieldPath path, Problems problems)
    {
        int i = 0;
        foreach (JsonObject expression in term["matchExpressions"].Objects())
        {
            FieldPath at = path.Child("matchExpressions").Index(i++);
            NodeExpression(expression, at, problems);
            MetadataRules.LabelKey(expression.Text("key") ?? "", at.Child("key"), problems);
        }

        i = 0;
        foreach (JsonObject field in term["matchFields"].Objects())
            NodeField(field, path.Child("matchFields").Index(i++), problems);
    }

    private static void LabelExpression(JsonObject expression, FieldPath path, Problems problems)
    {
        int values = (expression["values"] as JsonArray)?.Count ?? 0;
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn":
                if (values == 0)
                    problems.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (values > 0)
                    problems.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            default:
                problems.Invalid(path.Child("operator"), expression.Text("operator") ?? "", "not a valid selector operator");
                break;
        }

        MetadataRules.LabelKey(expression.Text("key") ?? "", path.Child("key"), problems);
        int i = 0;
        foreach (string value in expression["values"].Texts())
            problems.Invalid(path.Child("values").Index(i++), value, Names.LabelValueProblems(value));
    }

    private static void NodeExpression(JsonObject expression, FieldPath path, Problems problems)
    {
        int values = (expression["values"] as JsonArray)?.Count ?? 0;
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn":
                if (values == 0)
                    problems.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (values > 0)
                    problems.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt":
                if (values != 1)
                    problems.Required(path.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                problems.Invalid(path.Child("operator"), expression.Text("operator") ?? "", "not a valid selector operator");
                break;
        }
    }

    private static void NodeField(JsonObject field, FieldPath path, Problems problems)
    {
        if (field.Text("operator") is not ("In" or "NotIn"))
            problems.Invalid(path.Child("operator"), field.Text("operator") ?? "", "not a valid selector operator");
        else if (field["values"] is not JsonArray { Count: 1 })
            problems.Required(path.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        if (field.Text("key") != "metadata.name")
            problems.Invalid(path.Child("key"), field.Text("key") ?? "", "not a valid field selector key");
    }
}
