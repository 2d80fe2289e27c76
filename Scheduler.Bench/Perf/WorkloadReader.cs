using System.Text;
using System.Text.Json;
using Scheduler.Core.Configuration;
using Scheduler.Core.Objects;
using Scheduler.Core.Reading;

namespace Scheduler.Bench.Perf;

/// <summary>Reads one workload file. What is wrong is noted beside its field; the caller asks for the notes at the end.</summary>
internal sealed class WorkloadReader(StrictObject file, string source, double scale)
{
    private readonly KubeReader kube = new();
    private readonly Dictionary<(string Kind, string Name), IKubeObject> templates = [];

    public Workload[] Read()
    {
        string group = Required(file, "group"), name = Required(file, "case");
        StrictObject all = file.Object("templates");
        ReadTemplates(all, "nodes", KubeKind.Node);
        ReadTemplates(all, "pods", KubeKind.Pod);
        ReadTemplates(all, "services", KubeKind.Service);
        all.End();
        List<Workload> rows = [];
        foreach (StrictObject row in file.Objects("workloads")) rows.Add(ReadRow(group, name, row));
        if (rows.Count == 0) file.Error("workloads", "must have at least one row");
        file.Raw("steps");
        file.End();
        return [.. rows];
    }

    private static string Required(StrictObject obj, string field)
    {
        string? text = obj.String(field);
        if (string.IsNullOrEmpty(text)) obj.Error(field, "must be written");
        return text ?? "";
    }

    private void ReadTemplates(StrictObject all, string field, KubeKind kind)
    {
        if (all.Raw(field) is not { ValueKind: JsonValueKind.Object } named) return;
        foreach (JsonProperty property in named.EnumerateObject())
            templates[(field, property.Name)] = kube.Read(Encoding.UTF8.GetBytes(property.Value.GetRawText()), kind, $"{source}: templates.{field}.{property.Name}");
    }

    private Workload ReadRow(string group, string name, StrictObject row)
    {
        Parameters parameters = new(row, scale);
        StepReader reader = new(templates, parameters);
        Step[] steps = [.. file.Objects("steps").Select(reader.Read).OfType<Step>()];
        parameters.End();
        Workload workload = new(group, name, Required(row, "name"), row.Strings("labels"), row.Single("floor"), Features(row), steps);
        row.End();
        return workload;
    }

    private static FeatureGates Features(StrictObject row)
    {
        if (row.String("features") is not { } text) return FeatureGates.Default;
        try
        {
            return FeatureGates.Parse(text);
        }
        catch (FormatException e)
        {
            row.Error("features", e.Message);
            return FeatureGates.Default;
        }
    }
}
