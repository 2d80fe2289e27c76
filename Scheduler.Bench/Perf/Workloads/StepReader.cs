using System.Globalization;
using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Core.Cycle;
using Scheduler.Core.Objects;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>Reads the steps of one row. A step is an object with one field, named as what it does.</summary>
internal sealed class StepReader(Templates templates, Parameters parameters, bool queued)
{
    private int pods;

    public Step? Read(StrictObject step)
    {
        Step? read = null;
        List<string> kinds = [];
        int written = 0;
        Take("createNodes", Nodes);
        Take("updateNodes", inner => templates.Required<Node>(inner, "nodes") is { } template ? new UpdateNodes(Text(inner, "prefix"), template) : null);
        Take("createNamespaces", Namespaces);
        Take("createService", inner => One<Service>(inner, "services"));
        Take("createStorageClass", inner => One<StorageClass>(inner, "storageClasses"));
        Take("createPods", Pods);
        Take("updatePods", inner => templates.Required<Pod>(inner, "pods") is { } template ? new UpdatePods(Text(inner, "prefix"), template, EveryOrNow(inner)) : null);
        Take("churn", ReadChurn);
        Take("deletePods", inner => new DeletePods(Text(inner, "prefix"), EveryOrNow(inner)));
        Take("sleep", ReadSleep);
        Take("barrier", _ => new Barrier());
        step.End();
        if (written != 1) step.Error("", $"must say one of {string.Join(", ", kinds)}");
        return read;

        void Take(string name, Func<StrictObject, Step?> reader)
        {
            kinds.Add(name);
            if (step.ObjectOrNull(name) is not { } inner) return;
            written++;
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
        ObjectTemplate<CsiNode>? csiNode = templates.Optional<CsiNode>(step, "csiNode", "csiNodes");
        int features = parameters.Number(step, "declaredFeatures", 0);
        return templates.Required<Node>(step, "nodes") is { } template
            ? new(count, prefix, template, key, values) { CsiNode = csiNode, DeclaredFeatures = features }
            : null;
    }

    private CreateNamespaces Namespaces(StrictObject step)
    {
        List<KeyValuePair<string, string>> labels = [];
        if (step.Raw("labels") is { ValueKind: JsonValueKind.Object } written)
            foreach (JsonProperty label in written.EnumerateObject()) labels.Add(new(label.Name, label.Value.ToString()));
        return new(parameters.Number(step, "count"), Text(step, "prefix"), StringMap.From(labels));
    }

    private CreateObject? One<T>(StrictObject step, string kind)
        where T : class, IKubeObject => templates.Required<T>(step, kind) is { } template ? new(template.Make(0, "", "")) : null;

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
        CreatePods read = new(count, names, prefix, null!)
        {
            Measured = step.Boolean("measured") ?? false,
            Wait = !Queued(step, "wait", step.Boolean("wait") == false),
            Preempts = step.Boolean("preempts") ?? false,
            Expect = Expectation(step),
            Volume = templates.Optional<PersistentVolume>(step, "volume", "persistentVolumes"),
            Claim = templates.Optional<PersistentVolumeClaim>(step, "claim", "persistentVolumeClaims"),
        };
        return templates.Required<Pod>(step, "pods") is { } template ? read with { Template = template } : null;
    }

    private Churn ReadChurn(StrictObject step) => new(
        Every(step), templates.Optional<Node>(step, "node", "nodes"), templates.Optional<Pod>(step, "pod", "pods"),
        templates.Optional<Service>(step, "service", "services"));

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

    private Sleep ReadSleep(StrictObject step)
    {
        Queued(step, "seconds", true);
        return new(TimeSpan.FromSeconds(parameters.Number(step, "seconds")));
    }

    /// <summary>What only means something where pods wait in a queue.</summary>
    private bool Queued(StrictObject step, string field, bool isAsked)
    {
        if (isAsked && !queued) step.Error(field, "needs queue: true");
        return isAsked;
    }

    private int EveryOrNow(StrictObject step) => step.Raw("every") is null ? 0 : Every(step);

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
}
