using Scheduler.Core.Configuration;

namespace Scheduler.Bench.Perf.Workloads;

/// <summary>Reads one workload file. What is wrong is noted beside its field; the caller asks for the notes at the end.</summary>
internal sealed class WorkloadReader(StrictObject file, string source, double scale)
{
    public Workload[] Read()
    {
        string group = Required(file, "group"), name = Required(file, "case");
        bool queued = file.Boolean("queue") ?? false;
        Templates templates = new(file.Object("templates"), source);
        List<Workload> rows = [];
        foreach (StrictObject row in file.Objects("workloads")) rows.Add(ReadRow(group, name, queued, templates, row));
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

    private Workload ReadRow(string group, string name, bool queued, Templates templates, StrictObject row)
    {
        Parameters parameters = new(row, scale);
        StepReader reader = new(templates, parameters, queued);
        Step[] steps = [.. file.Objects("steps").Select(reader.Read).OfType<Step>()];
        parameters.End();
        Workload workload = new(group, name, Required(row, "name"), row.Strings("labels"), row.Single("floor"), Features(row), queued, steps);
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
