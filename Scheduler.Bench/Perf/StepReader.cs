using System.Globalization;
using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf;

/// <summary>Reads the steps of one row. A step is an object with one field, named as what it does.</summary>
internal sealed class StepReader(Dictionary<(string Kind, string Name), IKubeObject> templates, Parameters parameters)
{
    private int pods;

    public Step? Read(StrictObject step)
    {
        Step? read = null;
        int kinds = 0;
        Take("createNodes", Nodes);
        Take("createNamespaces", Namespaces);
        Take("createService", inner => Template<Service>(inner, "services") is { } service ? new CreateService(service) : null);
        Take("createPods", Pods);
        Take("churn", ReadChurn);
        Take("deletePods", inner => new DeletePods(Text(inner, "prefix"), Every(inner)));
        Take("barrier", _ => new Barrier());
        step.End();
        if (kinds != 1) step.Error("", "must say one of createNodes, createNamespaces, createService, createPods, churn, deletePods, barrier");
        return read;

        void Take(string name, Func<StrictObject, Step?> reader)
        {
            if (step.ObjectOrNull(name) is not { } inner) return;
            kinds++;
            read = reader(inner);
            inner.End();
        }
    }

    private CreateNodes? Nodes(StrictObject step)
    {
        StrictObject label = step.Object("label");
        string key = label.String("key") ?? "";
        string[] values = label.Strings("values");
        label.End();
        if (key.Length > 0 != values.Length > 0) step.Error("label", "must have a key and values");
        int count = parameters.Number(step, "count");
        string prefix = step.String("prefix") ?? "node";
        return Template<Node>(step, "nodes") is { } template ? new(count, prefix, template, key, values) : null;
    }

    private CreateNamespaces Namespaces(StrictObject step)
    {
        List<KeyValuePair<string, string>> labels = [];
        if (step.Raw("labels") is { ValueKind: JsonValueKind.Object } written)
            foreach (JsonProperty label in written.EnumerateObject()) labels.Add(new(label.Name, label.Value.ToString()));
        return new(parameters.Number(step, "count"), Text(step, "prefix"), StringMap.From(labels));
    }

    private CreatePods? Pods(StrictObject step)
    {
        string prefix = step.String("prefix") ?? string.Create(CultureInfo.InvariantCulture, $"pod-{pods}");
        pods++;
        string ns = step.String("namespace") ?? "default";
        int namespaces = parameters.Number(step, "namespaces", 0);
        string[] names = step.Raw("namespaces") is null
            ? [ns]
            : [.. Enumerable.Range(0, namespaces).Select(i => string.Create(CultureInfo.InvariantCulture, $"{ns}-{i}"))];
        int count = parameters.Number(step, "count");
        bool measured = step.Boolean("measured") ?? false, preempts = step.Boolean("preempts") ?? false;
        DecisionKind expect = Expectation(step);
        return Template<Pod>(step, "pods") is { } template ? new(count, names, prefix, template, measured, expect, preempts) : null;
    }

    private Churn ReadChurn(StrictObject step) => new(
        Every(step), Optional<Node>(step, "node", "nodes"), Optional<Pod>(step, "pod", "pods"), Optional<Service>(step, "service", "services"));

    private static DecisionKind Expectation(StrictObject step)
    {
        switch (step.String("expect"))
        {
            case null or "placed": return DecisionKind.Placed;
            case "unschedulable": return DecisionKind.Unschedulable;
            case "held": return DecisionKind.Held;
            default:
                step.Error("expect", "must be placed, unschedulable or held");
                return DecisionKind.Placed;
        }
    }

    private int Every(StrictObject step)
    {
        int every = parameters.Number(step, "every");
        if (every > 0) return every;
        step.Error("every", "must be at least 1");
        return 1;
    }

    private static string Text(StrictObject step, string field)
    {
        string? text = step.String(field);
        if (string.IsNullOrEmpty(text)) step.Error(field, "must be written");
        return text ?? "";
    }

    private T? Template<T>(StrictObject step, string kind) where T : class, IKubeObject
    {
        T? template = Optional<T>(step, "template", kind);
        if (template is null && step.Raw("template") is null) step.Error("template", "must be written");
        return template;
    }

    private T? Optional<T>(StrictObject step, string field, string kind) where T : class, IKubeObject
    {
        if (step.String(field) is not { } name) return null;
        if (templates.TryGetValue((kind, name), out IKubeObject? template)) return (T)template;
        step.Error(field, $"is none of templates.{kind}");
        return null;
    }
}
