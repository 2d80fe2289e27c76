using System.Text.Json;
using Scheduler.Bench.Output;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>The templates of one file, by kind and name.</summary>
internal sealed class Templates
{
    private readonly Dictionary<(string Kind, string Name), object> byName = [];
    private readonly KubeReader kube = new();
    private readonly string source;

    public Templates(StrictObject all, string source)
    {
        this.source = source;
        Read<Node>(all, "nodes", KubeKind.Node);
        Read<Pod>(all, "pods", KubeKind.Pod);
        Read<Service>(all, "services", KubeKind.Service);
        Read<CsiNode>(all, "csiNodes", KubeKind.CsiNode);
        Read<PersistentVolume>(all, "persistentVolumes", KubeKind.PersistentVolume);
        Read<PersistentVolumeClaim>(all, "persistentVolumeClaims", KubeKind.PersistentVolumeClaim);
        Read<StorageClass>(all, "storageClasses", KubeKind.StorageClass);
        all.End();
    }

    /// <summary>The template that a field of a step names; a note beside the field where it names none.</summary>
    public ObjectTemplate<T>? Required<T>(StrictObject step, string kind)
        where T : class, IKubeObject
    {
        ObjectTemplate<T>? template = Optional<T>(step, "template", kind);
        if (template is null && step.Raw("template") is null) step.Error("template", "must be written");
        return template;
    }

    /// <inheritdoc cref="Required{T}"/>
    public ObjectTemplate<T>? Optional<T>(StrictObject step, string field, string kind)
        where T : class, IKubeObject
    {
        if (step.String(field) is not { } name) return null;
        if (byName.TryGetValue((kind, name), out object? template)) return (ObjectTemplate<T>)template;
        step.Error(field, $"is none of templates.{kind}");
        return null;
    }

    private void Read<T>(StrictObject all, string field, KubeKind kind)
        where T : class, IKubeObject
    {
        if (all.Raw(field) is not { ValueKind: JsonValueKind.Object } named) return;
        foreach (JsonProperty property in named.EnumerateObject())
            byName[(field, property.Name)] = new ObjectTemplate<T>(JsonSerializer.Serialize(property.Value, JsonText.Compact), kind, kube, $"{source}: templates.{field}.{property.Name}");
    }
}
