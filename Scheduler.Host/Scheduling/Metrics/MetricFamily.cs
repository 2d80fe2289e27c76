using System.Globalization;

namespace Scheduler.Host.Scheduling.Metrics;

/// <summary>Numbers of one name, told apart by labels, as Prometheus reads them.</summary>
public abstract class MetricFamily(string name, string help, string kind)
{
    public string Name => name;

    /// <summary>Writes the family in the text format; nothing where it has no series yet.</summary>
    public void Write(TextWriter text)
    {
        bool begun = false;
        foreach (string line in Lines())
        {
            if (!begun) text.Write($"# HELP {name} {help}\n# TYPE {name} {kind}\n");
            begun = true;
            text.Write(line);
            text.Write('\n');
        }
    }

    protected abstract IEnumerable<string> Lines();

    protected static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary><c>a="x",b="y"</c>.</summary>
    protected static string LabelText(string[] labels, string[] values)
    {
        if (labels.Length != values.Length) throw new ArgumentException($"{labels.Length} labels, {values.Length} values");
        return string.Join(',', labels.Zip(values, (label, value) => $"{label}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\""));
    }

    protected static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    /// <summary>The series that was asked for last, in one piece: any thread reads and writes it.</summary>
    protected sealed record Last<T>((string[] Values, T Series) Value);
}
